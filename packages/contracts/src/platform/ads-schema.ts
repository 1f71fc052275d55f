import * as z from 'zod'

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
