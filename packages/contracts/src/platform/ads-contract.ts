import { initContract } from '@ts-rest/core'
import * as z from 'zod'
import { adIdSchema, rewardedAdStatusSchema } from './ads-schema.ts'
import { commonPlatformResponses } from './common-responses.ts'
import { platformOperation } from './operation.ts'

const c = initContract()

export const adsContract = c.router(
  {
    status: {
      method: 'GET',
      path: '/ads_network/status/:adId',
      summary: 'Read the status of a rewarded ad',
      description:
        'Whether the mediator granted the reward. `mediator_ack_status` is null until the mediator has responded.',
      metadata: platformOperation({
        credential: 'server-key',
        errors: ['invalid_authorization', 'ad_not_found'],
        tag: 'ads',
      }),
      pathParams: z.object({
        adId: adIdSchema,
      }),
      responses: { 200: rewardedAdStatusSchema },
    },
  },
  { pathPrefix: '/v2', strictStatusCodes: true, commonResponses: commonPlatformResponses },
)
