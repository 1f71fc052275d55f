import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { anyHttpFault, type HttpFault } from '../../chaos/http-faults.ts'
import { startHttpLink } from '../../chaos/http-link.ts'
import { createRandom } from '../../testkit/random.ts'

const PATIENCE_MS = 100
const whole = JSON.stringify({ text: 'all of it' })

/** A server that counts, behind a link on which every request meets the fault. */
async function startBehind(fault: HttpFault | undefined) {
  let delivered = 0
  const server = createServer((_req, res) => {
    delivered += 1
    res.setHeader('content-type', 'application/json').end(whole)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const struck: HttpFault[] = []
  const link = await startHttpLink({
    random: createRandom(3),
    patienceMs: PATIENCE_MS,
    choose: () => fault,
    count: (each) => struck.push(each),
  })
  // It listens on TCP: the address is one.
  link.aim(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  onTestFinished(async () => {
    await link.drained()
    await link.close()
    server.closeAllConnections()
    server.close()
  })
  return { link, struck, delivered: () => delivered }
}

/** What a caller without its own timeout sees. */
async function call(url: string): Promise<string> {
  try {
    const response = await fetch(`${url}/x`, { method: 'POST', body: 'a=b' })
    const text = await response.text()
    if (response.status !== 200) return String(response.status)
    return text === whole ? 'whole' : 'no use'
  } catch {
    return 'lost'
  }
}

/** How often it is delivered, now and later, and what comes back. */
const expected: Record<
  Exclude<HttpFault, 'stale_answer'>,
  [delivered: number, response: string]
> = {
  refused_for_a_while: [0, 'lost'],
  reset_before_delivery: [0, 'lost'],
  stalled_not_delivered: [0, 'lost'],
  '500_not_delivered': [0, '500'],
  '502_not_delivered': [0, '502'],
  '504_not_delivered': [0, '504'],
  '503_with_retry_after': [0, '503'],
  '429': [0, '429'],
  reset_after_delivery: [1, 'lost'],
  stalled_delivered: [1, 'lost'],
  '500_delivered': [1, '500'],
  '504_delivered': [1, '504'],
  cut_json: [1, 'no use'],
  cut_in_the_middle: [1, 'lost'],
  another_content_type: [1, 'whole'],
  a_million_bytes: [1, 'no use'],
  slow: [1, 'whole'],
  answered_slowly: [1, 'whole'],
  delivered_too_late: [1, 'lost'],
  delivered_twice_at_once: [2, 'whole'],
  delivered_again_later: [2, 'whole'],
}

test('every fault of a link is in the table', () => {
  expect(Object.keys(expected).sort()).toEqual([...anyHttpFault].sort())
})

test.concurrent.each(Object.entries(expected))(
  '%s does to a request what its name says',
  async (name, [times, response]) => {
    // The table has exactly the faults for keys.
    const fault = name as HttpFault
    const { link, struck, delivered } = await startBehind(fault)
    expect(await call(link.url)).toBe(response)
    await link.drained()
    expect(delivered()).toBe(times)
    expect(struck).toEqual([fault])
  },
)

test('a link without a fault passes everything', async () => {
  const { link, struck, delivered } = await startBehind(undefined)
  expect(await call(link.url)).toBe('whole')
  expect([delivered(), struck]).toEqual([1, []])
})

test('a stale response is one that was given before', async () => {
  let replies = 0
  const server = createServer((_req, res) => res.end(String((replies += 1))))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  let fault: HttpFault | undefined
  const link = await startHttpLink({
    random: createRandom(3),
    patienceMs: PATIENCE_MS,
    choose: () => fault,
    count: () => undefined,
  })
  onTestFinished(async () => {
    await link.close()
    server.closeAllConnections()
    server.close()
  })
  // It listens on TCP: the address is one.
  link.aim(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const read = async () => (await fetch(`${link.url}/a`)).text()
  expect([await read(), await read()]).toEqual(['1', '2'])
  fault = 'stale_answer'
  expect(await read()).toBe('1')
})
