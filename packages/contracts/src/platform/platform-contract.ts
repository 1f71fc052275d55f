import { initContract } from '@ts-rest/core'
import { adsContract } from './ads-contract.ts'
import { meContract } from './me-contract.ts'
import { notificationsContract } from './notifications-contract.ts'
import { paymentsContract } from './payments-contract.ts'
import { sdkContract } from './sdk-contract.ts'

/** The Pi Platform API. `sdk` is before `payments`: its literal paths would match `:paymentId`. */
export const platformContract = initContract().router({
  me: meContract,
  sdk: sdkContract,
  payments: paymentsContract,
  ads: adsContract,
  notifications: notificationsContract,
})
