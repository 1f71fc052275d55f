import type { User } from '@aloha-pi/contracts/wire'
import type { PaymentData, PiPayment } from '../surface/pi.ts'
import { request } from './request.ts'

export type IncompletePayment = { exists: boolean; payment: PiPayment | null }

/** The three calls of the Platform API that the SDK makes as the user. */
export type PlatformApi = {
  me(token: string): Promise<User>
  incompletePayment(token: string): Promise<IncompletePayment>
  createPayment(token: string, data: PaymentData): Promise<PiPayment>
}

export function createPlatformApi(url: string): PlatformApi {
  // The casts: the mock checks each of its responses against the contract.
  return {
    me: async (token) => (await request(`${url}/v2/me`, { token })) as User,
    incompletePayment: async (token) =>
      (await request(`${url}/v2/payments/incomplete`, { token })) as IncompletePayment,
    createPayment: async (token, data) =>
      (await request(`${url}/v2/payments/user_to_app`, {
        method: 'POST',
        token,
        body: data,
      })) as PiPayment,
  }
}
