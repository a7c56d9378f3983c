import { XMLParser } from 'fast-xml-parser';

export type XmlValue = string | number | boolean | undefined | XmlNode | XmlValue[];
export interface XmlNode {
  [element: string]: XmlValue;
}

const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  trimValues: false,
  htmlEntities: true,
  isArray: (name) => name === 'Object' || name === 'Part' || name === 'Tag',
});

/** Also what XML would normalise away or cannot carry as it is: a carriage return, a control character. */
// eslint-disable-next-line no-control-regex -- keys may hold them
const special = /[&<>"\u0000-\u0008\u000b-\u001f]/g;
const escaped = (text: string): string => text.replace(special, (c) => `&#x${c.charCodeAt(0).toString(16)};`);

/** An array repeats its element; undefined leaves it out. */
function element(name: string, value: XmlValue, attributes = ''): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) return value.map((one) => element(name, one)).join('');
  const content = typeof value === 'object' ? children(value) : escaped(String(value));
  return `<${name}${attributes}>${content}</${name}>`;
}

const children = (node: XmlNode): string =>
  Object.entries(node)
    .map(([name, value]) => element(name, value))
    .join('');

export function document(root: string, content: XmlNode, namespaced = true): string {
  const namespace = namespaced ? ' xmlns="http://s3.amazonaws.com/doc/2006-03-01/"' : '';
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(root, content, namespace)}`;
}

/** Undefined when the text is not well-formed. */
export function parseXml(text: string): unknown {
  try {
    return parser.parse(text);
  } catch {
    return undefined;
  }
}
