import { createAlohaClient, createPiClient } from '@aloha-pi/client'

const pi = createPiClient({ apiKey: 'key' })
const aloha = createAlohaClient({ apiKey: 'key', baseUrl: 'http://127.0.0.1:3142' })
const payment = {
  amount: 1,
  memo: 'Refund',
  metadata: { order: '1' },
  uid: 'a1111111-aaaa-bbbb-2222-ccccccc3333d',
}

/** What a user of the client writes: it compiles today, and must not after the contract has changed. */
export const program = {
  payUser: () => pi.payments.create(payment),
  payOut: () => aloha.a2u.create(payment),
  actionsOf: async (id: string) => (await aloha.u2a.approve(id)).record?.pending_actions,
}
