export { toOpenApi } from './to-openapi.ts'
export type {
  JsonSchema,
  OpenApiDocument,
  OpenApiInfo,
  OpenApiMedia,
  OpenApiOperation,
  OpenApiOptions,
  OpenApiParameter,
  OpenApiPath,
  OpenApiResponse,
} from './types.ts'
