import { platformErrorSchema } from './errors.ts'

/** What any operation with a JSON error body may return. */
export const commonPlatformResponses = {
  400: platformErrorSchema,
  401: platformErrorSchema,
  403: platformErrorSchema,
  404: platformErrorSchema,
  413: platformErrorSchema,
  415: platformErrorSchema,
  500: platformErrorSchema,
}
