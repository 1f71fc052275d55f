import { initContract } from '@ts-rest/core'
import { platformErrorSchema } from './errors.ts'
import { platformOperation } from './operation.ts'
import { userSchema } from './user-schema.ts'

const c = initContract()

export const meContract = c.router(
  {
    get: {
      method: 'GET',
      path: '/me',
      summary: "Read the access token's user",
      description:
        'Checks an access token on the server. A token that is expired, missing or tampered with gets 401 with an empty body. A token issued for another app is still valid here: compare `app_id`.',
      metadata: platformOperation({ credential: 'access-token', errors: [], tag: 'users' }),
      responses: { 200: userSchema, 401: c.noBody() },
    },
  },
  {
    pathPrefix: '/v2',
    strictStatusCodes: true,
    commonResponses: {
      400: platformErrorSchema,
      403: platformErrorSchema,
      404: platformErrorSchema,
      413: platformErrorSchema,
      415: platformErrorSchema,
      500: platformErrorSchema,
    },
  },
)
