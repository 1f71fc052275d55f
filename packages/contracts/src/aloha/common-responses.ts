import { alohaErrorSchema } from './envelope-schemas.ts'

/** What any operation may return before or instead of its own outcome. */
export const alohaCommonResponses = {
  400: alohaErrorSchema,
  401: alohaErrorSchema,
  403: alohaErrorSchema,
  413: alohaErrorSchema,
  415: alohaErrorSchema,
  422: alohaErrorSchema,
  429: alohaErrorSchema,
  500: alohaErrorSchema,
  502: alohaErrorSchema,
  503: alohaErrorSchema,
  504: alohaErrorSchema,
}
