import { createAlohaClient } from '@aloha-pi/client'
import { expect, test } from 'vitest'
import { openOrders } from '../src/orders.ts'
import { createRefunds } from '../src/refunds.ts'

/** A paid order, and a proxy that is down. */
function havePaidOrder() {
  const keys: (string | null)[] = []
  const aloha = createAlohaClient({
    baseUrl: 'http://127.0.0.1:3142',
    apiKey: 'aloha_test_key',
    retries: 0,
    fetch: async (_url, init) => {
      keys.push(new Headers(init?.headers).get('idempotency-key'))
      throw new TypeError('fetch failed')
    },
  })
  const orders = openOrders(':memory:')
  const { id } = orders.create('a1111111-aaaa-bbbb-2222-ccccccc3333d', {
    id: 'coffee',
    name: 'A cup of coffee',
    price: 3.14,
  })
  const order = orders.update(id, { state: 'paid' })
  return { keys, orders, order, refunds: createRefunds(aloha, orders) }
}

test('a refund whose outcome is unknown has not failed, and is asked for again under the same key', async () => {
  const { keys, orders, order, refunds } = havePaidOrder()
  await expect(refunds.refund(order)).rejects.toMatchObject({ outcomeUnknown: true })
  const left = orders.find(order.id)
  expect(left).toMatchObject({ state: 'refunding', payout_id: null })

  // The list of orders is shown all the same.
  expect(await refunds.refresh(left!)).toEqual(left)
  expect(keys).toEqual([`refund-${order.id}`, `refund-${order.id}`])
})

test.each(['open', 'approved', 'cancelled', 'refunded', 'refund_failed'] as const)(
  'an order that is %s has no refund, and nothing is sent',
  async (state) => {
    const { keys, orders, order, refunds } = havePaidOrder()
    const step = await refunds.refund(orders.update(order.id, { state }))
    expect(step).toMatchObject({ ok: false, status: 409 })
    expect(keys).toEqual([])
  },
)
