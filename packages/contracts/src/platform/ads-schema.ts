import * as z from 'zod'

/** Names one view of a rewarded ad, as the browser SDK returns it. */
export const adIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,128}$/, 'must be 1 to 128 letters, digits, "-" or "_"')
  .meta({ examples: ['ad-5f0c2b7e91d4'] })

/** RewardedAdStatusDTO. Give the reward only on `granted`. */
export const rewardedAdStatusSchema = z
  .looseObject({
    identifier: z.string(),
    mediator_ack_status: z.enum(['granted', 'revoked', 'failed']).nullable(),
    mediator_granted_at: z.string().nullable(),
    mediator_revoked_at: z.string().nullable(),
  })
  .meta({ id: 'RewardedAdStatus', description: 'Give the reward only on `granted`.' })
export type RewardedAdStatus = z.infer<typeof rewardedAdStatusSchema>
