/** A JSON Schema, of which only the parts that are changed here are named. */
export type JsonSchema = {
  properties?: Record<string, JsonSchema>;
  required?: string[];
  [keyword: string]: unknown;
};

export type ResponseObject = {
  description: string;
  content?: Record<string, { schema: JsonSchema }>;
};

export type ParameterObject = { name: string; description?: string; [field: string]: unknown };

export type OperationObject = {
  parameters?: ParameterObject[];
  security?: unknown[];
  responses: Record<string, ResponseObject>;
  [field: string]: unknown;
};

const methods = ['get', 'post', 'patch', 'put', 'delete'] as const;
export type MethodName = (typeof methods)[number];
export type PathItem = Partial<Record<MethodName, OperationObject>>;

/** An OpenAPI 3.1 document, of which only the parts that are changed here are named. */
export type OpenApiDocument = {
  openapi: string;
  paths: Record<string, PathItem>;
  components: { schemas?: Record<string, JsonSchema>; [kind: string]: unknown };
  [field: string]: unknown;
};

export function methodsOf(item: PathItem): MethodName[] {
  return methods.filter((method) => item[method] !== undefined);
}
