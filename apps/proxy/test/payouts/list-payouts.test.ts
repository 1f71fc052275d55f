import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, expect, test } from 'vitest'
import { payoutsCommand } from '../../src/commands/payouts.ts'
import { openTestPglite } from '../../testkit/open-test-database.ts'
import { haveLane, havePayout, moveTo, restOf, wish } from './have-lane.ts'
import { newPayout } from './new-payout.ts'

const database = await openTestPglite()
const { db, payouts: store } = database
afterAll(() => database.close())

async function list(...args: string[]) {
  const out: string[] = []
  const err: string[] = []
  const code = await payoutsCommand(['list', ...args], {
    env: {},
    database,
    print: (line) => out.push(line),
    complain: (line) => err.push(line),
  })
  return { code, out, err, text: out.map((line) => `${line}\n`).join('') }
}

/** A client with a name, and payouts of it. */
async function haveClient(name: string, memos: string[]): Promise<string[]> {
  const clientId = randomUUID()
  await db.execute(sql`INSERT INTO client (client_id, name) VALUES (${clientId}, ${name})`)
  const ids: string[] = []
  for (const memo of memos) {
    const accepted = await store.accept(newPayout({ clientId, memo }))
    if ('payout' in accepted) ids.unshift(accepted.payout.id)
  }
  return ids
}

test('--json prints one document with the cursor of the next page in it', async () => {
  const ids = await haveClient('json-shop', ['one', 'two "2"', 'three\u001b[2J'])

  const first = await list('--client', 'json-shop', '--json', '--limit', '2')
  expect(first).toMatchObject({ code: 0, err: [] })
  const page = JSON.parse(first.text)
  expect(page).toMatchObject({ payouts: [{ payout_id: ids[0] }, { payout_id: ids[1] }] })
  expect(page.payouts[1]).toMatchObject({
    state: 'received',
    client: 'json-shop',
    idempotency_key: expect.any(String),
    amount: '3.0000000',
    memo: 'two "2"',
    waits_for: null,
    created_at: expect.stringMatching(/^\d{4}-.*Z$/),
  })
  expect(first.text).not.toContain('\u001b')

  const last = await list('--client', 'json-shop', '--json', '--cursor', page.next_cursor)
  expect(JSON.parse(last.text)).toMatchObject({
    payouts: [{ payout_id: ids[2] }],
    next_cursor: null,
  })
  const none = await list('--client', 'json-shop', '--json', '--state', 'held')
  expect(JSON.parse(none.text)).toEqual({ payouts: [], next_cursor: null })
})

test('--csv prints a header and records of RFC 4180, and says on standard error that more follow', async () => {
  const [, id] = await haveClient('csv-shop', ['=HYPERLINK("http://127.0.0.1")', 'a,b'])
  const { text, err, code } = await list('--client', 'csv-shop', '--csv')
  expect({ code, err }).toEqual({ code: 0, err: [] })
  const [header, first, second, end] = text.split('\r\n')
  expect(header).toMatch(
    /^payout_id,state,client,client_id,key_id,idempotency_key,uid,amount,memo,/,
  )
  expect(first).toContain(',3.0000000,"a,b",')
  expect(second).toContain(`,"'=HYPERLINK(""http://127.0.0.1"")",`)
  expect(second?.startsWith(`${id},received,csv-shop,`)).toBe(true)
  expect(end).toBe('')
  const cut = await list('--client', 'csv-shop', '--csv', '--limit', '1')
  expect(cut.err).toEqual([expect.stringMatching(/^More follow: the same command with --cursor /)])
})

test('text says on standard error that more follow', async () => {
  const [newest] = await haveClient('text-shop', ['a', 'b'])
  const { out, err } = await list('--client', 'text-shop', '--limit', '1')
  expect(out).toEqual([expect.stringContaining(`${newest}  received`)])
  expect(err).toEqual([`More follow: the same command with --cursor ${newest}`])
  expect((await list('--client', 'text-shop', '--limit', '2')).err).toEqual([])
})

test('an unknown client or cursor is an error, and the id of a lost client is not', async () => {
  expect(await list('--client', 'nobody')).toMatchObject({
    code: 1,
    err: ['There is no client nobody: proxy keys list shows all clients.'],
  })
  expect(await list('--cursor', randomUUID())).toMatchObject({
    code: 1,
    err: [expect.stringMatching(/^There is no payout .*: --cursor takes/)],
  })
  const accepted = await store.accept(newPayout())
  if (!('payout' in accepted)) throw new Error(accepted.kind)
  const { out } = await list('--client', accepted.payout.clientId)
  expect(out).toEqual([expect.stringContaining(accepted.payout.id)])
})

test('what a payout waits for is listed, also when it waits for the one ahead of it', async () => {
  const { lease } = await haveLane(store)
  const head = await havePayout(store, lease, 'creating')
  const waits = restOf(head, { because: 'app_payment', blockedBy: 'PaymentOfAnotherProgram' })
  await store.apply(lease, [waits], null)
  const next = await havePayout(store, lease)
  const uid = randomUUID()
  const blocked = await havePayout(store, lease, 'creating', { uid })
  const aside = { because: 'user_payment', blockedBy: 'PaymentOfTheUser', isAside: true } as const
  await store.apply(lease, [restOf(blocked, aside)], null)

  const rowOf = async (id: string) => {
    const { payouts } = JSON.parse((await list('--json', '--limit', '1000')).text)
    return payouts.find((row: { payout_id: string }) => row.payout_id === id)
  }
  const ofApp = { waits_for: 'app_payment', blocked_by: 'PaymentOfAnotherProgram' }
  expect(await rowOf(head.id)).toMatchObject(ofApp)
  expect(await rowOf(next.id)).toMatchObject(ofApp)
  expect(await rowOf(blocked.id)).toMatchObject({
    waits_for: 'user_payment',
    blocked_by: 'PaymentOfTheUser',
  })
  const { out } = await list('--uid', uid.toUpperCase())
  expect(out).toEqual([
    expect.stringContaining('waits: user_payment, blocked by payment PaymentOfTheUser'),
  ])

  await moveTo(store, lease, head, 'failed')
  const parked = await havePayout(store, lease, 'received', { uid })
  for (;;) {
    const picked = await store.pick(lease, wish)
    if (picked.kind !== 'work' || picked.work.payout == null) break
    await moveTo(store, lease, picked.work.payout, 'failed')
  }
  expect(await rowOf(parked.id)).toMatchObject({
    waits_for: 'user_payment',
    blocked_by: 'PaymentOfTheUser',
  })
})
