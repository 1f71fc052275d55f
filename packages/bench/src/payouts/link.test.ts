import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { startLink, type Asked, type Carried, type Fate } from './link.ts'

const ID = 'RKo9DyyzYmmnq4roS1infxy1qc4m'

/** A link in front of a server that responds to every POST of a payment with its id, and counts. */
async function startPair(
  fate: (carried: Carried) => Fate,
  isLost: (asked: Asked) => boolean = () => false,
) {
  const asked: string[] = []
  const server = createServer((req, res) => {
    asked.push(`${req.method} ${req.url}`)
    res.end(JSON.stringify({ identifier: ID }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const carried: Carried[] = []
  const onCarried = (each: Carried) => {
    carried.push(each)
    return fate(each)
  }
  const link = await startLink(`http://127.0.0.1:${port}`, onCarried, isLost)
  onTestFinished(async () => {
    await link.close()
    server.close()
  })
  const post = (path: string, body: string) => fetch(`${link.url}${path}`, { method: 'POST', body })
  return { link, post, asked, carried }
}

const create = JSON.stringify({ payment: { metadata: { order: 'order-7' } } })
const submit = `tx=${encodeURIComponent(Buffer.from(`\0\x1c${ID}\0`).toString('base64'))}`

test('the payment leads from a transaction and a completion back to the order', async () => {
  const { link, post, carried } = await startPair(() => 'arrives')

  await post('/v2/payments', create)
  await post('/transactions', submit)
  await post(`/v2/payments/${ID}/complete`, '{}')

  expect(carried.map(({ operation, order }) => `${operation} ${order}`)).toEqual([
    'create order-7',
    'submit order-7',
    'complete order-7',
  ])
  expect(link.counts).toEqual({ pi: 2, horizon: 1 })
})

test('a response is lost only after the request was carried out', async () => {
  const fates: Fate[] = ['is_lost', 'becomes_504', 'arrives']
  const { post, asked } = await startPair(() => fates.shift() ?? 'arrives')

  await expect(post('/v2/payments', create)).rejects.toThrow('fetch failed')
  expect((await post('/v2/payments', create)).status).toBe(504)
  expect((await post('/v2/payments', create)).status).toBe(200)

  expect(asked).toHaveLength(3)
})

test('a request that is lost is not carried out, and named', async () => {
  const lost: Asked[] = []
  const { post, asked } = await startPair(
    () => 'arrives',
    (each) => {
      if (each.operation !== 'submit' || lost.length > 0) return false
      lost.push(each)
      return true
    },
  )

  await post('/v2/payments', create)
  await expect(post('/transactions', submit)).rejects.toThrow('fetch failed')
  expect((await post('/transactions', submit)).status).toBe(200)

  expect(lost).toEqual([{ operation: 'submit', order: 'order-7' }])
  expect(asked).toEqual(['POST /v2/payments', 'POST /transactions'])
})
