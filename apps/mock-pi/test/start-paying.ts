import type { Payment } from '@aloha-pi/contracts/platform'
import type { MockPiOptions } from '../src/server/start-mock-pi.ts'
import { payFromApp } from './pay-from-app.ts'
import { startMock } from './start-mock.ts'

/** A mock whose app may pay alice and bob. */
export async function startPaying(options: MockPiOptions = {}) {
  const mock = await startMock({ spelling: 'wire', ...options })
  const uidOf = (name: string) => mock.world.users.find(name)!.grants.get(mock.appId)?.uid
  const create = (changes: object = {}) =>
    mock.asApp('POST', '/payments', {
      payment: {
        amount: 3.14,
        memo: 'A prize',
        metadata: { prize: 1 },
        uid: uidOf('alice'),
        ...changes,
      },
    })
  return {
    ...mock,
    uidOf,
    create,
    /** An open payment. */
    havePayout: async (changes: object = {}): Promise<Payment> => (await create(changes)).body,
    pay: (payment: Payment, changes: Parameters<typeof payFromApp>[2] = {}) =>
      payFromApp(mock.world, payment, changes),
    act: (id: string, action: string, json?: object) =>
      mock.asApp('POST', `/payments/${id}/${action}`, json),
    read: async (id: string): Promise<Payment> => (await mock.asApp('GET', `/payments/${id}`)).body,
    incomplete: async (): Promise<Payment[]> =>
      (await mock.asApp('GET', '/payments/incomplete_server_payments')).body
        .incomplete_server_payments,
    set: (settings: object) => mock.control('/settings', settings, 'PATCH'),
  }
}
