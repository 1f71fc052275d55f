import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { newHash, newPayment, newWallet } from './payouts/new-payout.ts'

const MEGABYTE = 1_000_000
const ENTRIES = 10_000
const program = fileURLToPath(new URL('./programs/read-open-list.ts', import.meta.url))

let many: (res: ServerResponse) => void = (res) => res.end()
const server = createServer((req, res) => {
  res.setHeader('content-type', 'application/json')
  if (req.url?.endsWith('?many')) return many(res)
  return res.end(JSON.stringify({ incomplete_server_payments: [payment(0)] }))
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const { port } = server.address() as AddressInfo
afterAll(() => server.close())

/** About 900 bytes, as Pi sends one of ours. */
function payment(index: number) {
  const _aloha = {
    p: crypto.randomUUID(),
    c: crypto.randomUUID(),
    r: newHash(),
    v: crypto.randomUUID(),
  }
  return newPayment({
    identifier: newHash().slice(0, 28),
    user_uid: crypto.randomUUID(),
    memo: `Payment ${index} of the month, with thanks`,
    metadata: { orderId: String(index), note: 'n'.repeat(80), _aloha },
    from_address: newWallet(),
    to_address: newWallet(),
    created_at: '2026-11-29T04:42:19.000Z',
    split_recipients: null,
    token_canonical: null,
  })
}

/** What reading `entries` takes beyond what reading one entry takes, in a process that does nothing else. */
async function figuresOf(entries: readonly unknown[], isCompressed = false) {
  const text = JSON.stringify({ incomplete_server_payments: entries })
  const body = isCompressed ? gzipSync(text) : text
  many = (res) => {
    if (isCompressed) res.setHeader('content-encoding', 'gzip')
    res.end(body)
  }
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', program], {
    env: { PATH: process.env['PATH'], API_URL: `http://127.0.0.1:${port}` },
  })
  // The program prints this.
  const figures = JSON.parse(stdout) as Record<string, number>
  return { ...figures, bytes: Buffer.byteLength(text) } as Record<string, number>
}

const payments = Array.from({ length: ENTRIES }, (_, index) => payment(index))

test.each([
  ['payments', payments, false, { payments: ENTRIES, unreadable: 0 }],
  ['payments, compressed', payments, true, { payments: ENTRIES, unreadable: 0 }],
  [
    'entries that cannot be read',
    Array.from({ length: ENTRIES }, (_, index) =>
      Object.assign(payment(index), { network: 'Marsnet' }),
    ),
    false,
    { payments: 0, unreadable: ENTRIES },
  ],
])('10,000 %s are read with less than 50 MB', async (_, entries, isCompressed, expected) => {
  const figures = await figuresOf(entries, isCompressed)
  expect(figures).toMatchObject(expected)
  expect(figures.bytes).toBeGreaterThan(8_000_000)
  expect(figures.bytes).toBeLessThan(10_000_000)
  for (const figure of ['rss', 'heapUsed', 'kept']) {
    expect([figure, figures[figure]]).toEqual([figure, expect.any(Number)])
    expect(figures[figure]).toBeLessThan(50 * MEGABYTE)
  }
})
