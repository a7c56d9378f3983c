import type { AttributeDefinition, KeySchemaElement, Projection, StreamViewType } from '@aws-sdk/client-dynamodb';

/** A table as the template declares it; the members keep CloudFormation's own spelling. */
export interface TablePlan {
  name: string;
  attributes: AttributeDefinition[];
  keySchema: KeySchemaElement[];
  indexes: IndexPlan[];
  streamViewType?: StreamViewType;
  /** Items whose attribute (epoch seconds) has passed are deleted by the service. */
  ttlAttribute?: string;
}

export interface IndexPlan {
  name: string;
  keySchema: KeySchemaElement[];
  projection: Projection;
}
