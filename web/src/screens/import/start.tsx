export const ImportStart = () => null;
