import { expect, test } from 'vitest'
import { decodeEnvelope } from '../src/ledger/decode-envelope.ts'
import { createEntryBook, draftOver } from '../src/ledger/entry-book.ts'
import { newAccount } from '../src/ledger/new-account.ts'
import type { Account } from '../src/ledger/ledger.ts'
import { createNewestEntries } from '../src/seed/newest-entries.ts'
import { signIn } from '../src/users/sign-in.ts'
import { haveWorld } from './have-world.ts'
import { haveLedger, stellar, walletOf } from './ledger/have-ledger.ts'
import { setOptions, signer, trust } from './ledger/vectors/build-operations.ts'
import { transaction } from './ledger/vectors/build-with-stellar.ts'
import { startMock } from './start-mock.ts'

test('M6: the entries that were set last are kept', () => {
  const entries = createNewestEntries<number>(2)
  for (const [place, key] of ['a', 'b', 'a', 'c'].entries()) entries.set(key, place)
  expect(['a', 'b', 'c'].map((key) => entries.get(key))).toEqual([2, undefined, 3])
})

test('M6: of access tokens the newest are valid, and none is issued twice', () => {
  const { world, request } = haveWorld({ tokens: 2 })
  const tokens = Array.from({ length: 5 }, () => signIn(world, request()).token)
  expect(new Set(tokens).size).toBe(5)
  expect(tokens.map((token) => world.tokens.find(token) != null)).toEqual([
    false,
    false,
    false,
    true,
    true,
  ])
})

test('M6: of ads the newest are known, and no id comes twice', () => {
  const { world } = haveWorld({ ads: 1 })
  const { id } = world.apps.first()
  const [first, second] = [world.ads.add(id, null), world.ads.add(id, null)]
  expect(first.identifier).not.toBe(second.identifier)
  expect(world.ads.find(id, first.identifier)).toBeUndefined()
  expect(world.ads.find(id, second.identifier)).toEqual(second)
})

test('M6: notifications are counted for the users who got the last ones', () => {
  const { world } = haveWorld({ notifiedUsers: 1 })
  const many = (uid: string) => Array.from({ length: 48 }, () => uid)
  world.notifications.deliver('app', many('a'))
  expect(world.notifications.findOverQuota('app', ['a'])).toEqual(['a'])
  world.notifications.deliver('app', many('b'))
  expect(world.notifications.findOverQuota('app', ['a', 'b'])).toEqual(['b'])
})

test('M6: a mock makes no more apps and users than its limits allow, and says so', async () => {
  const { control } = await startMock({ limits: { apps: 2, users: 3 } })
  expect((await control('/apps')).status).toBe(201)
  expect((await control('/users', { username: 'carol' })).status).toBe(201)
  for (const [path, body, words] of [
    ['/apps', {}, 'at most 2 apps'],
    ['/users', { username: 'dave' }, 'at most 3 users'],
  ] as const) {
    const refused = await control(path, body)
    expect(refused).toMatchObject({ status: 409, body: { error: 'limit_reached' } })
    expect(refused.body.error_message).toContain(words)
  }
})

test('M6: a ledger makes no more accounts than its limit allows, and says so', async () => {
  // The faucet, the first app, alice and bob.
  const { control, call } = await startMock({ limits: { accounts: 5 } })
  const address = walletOf('carol').address
  expect((await control('/ledger/fund', { address, amount: 1 })).body.created).toBe(true)

  for (const [path, body] of [
    ['/ledger/fund', { address: walletOf('dave').address, amount: 1 }],
    ['/apps', {}],
    ['/users', { username: 'erin' }],
  ] as const) {
    const refused = await control(path, body)
    expect(refused).toMatchObject({ status: 409, body: { error: 'limit_reached' } })
    expect(refused.body.error_message).toContain('at most 5 accounts')
  }
  const { body: world } = await call('GET', '/_mock')
  expect(world).toMatchObject({ apps: 1, users: 2 })
  expect((await call('GET', '/_mock/ledger')).body.totals.accounts).toBe(5)
  // What needs no new account goes on.
  expect((await control('/ledger/fund', { address, amount: 1 })).body.created).toBe(false)
  expect((await control('/users', { username: 'frank', wallet: false })).status).toBe(201)
})

test('M6: users allow no more apps than the limit, and a revoked grant leaves room', async () => {
  // Those of alice and bob for the first app.
  const { control, call } = await startMock({ limits: { grants: 3 } })
  const apps = [await control('/apps'), await control('/apps')].map(({ body }) => body.app_id)
  const signIn = (username: string, app_id?: string) => control('/sign-in', { username, app_id })
  expect((await signIn('alice', apps[0])).status).toBe(200)

  const refused = await signIn('bob', apps[0])
  expect(refused).toMatchObject({ status: 409, body: { error: 'limit_reached' } })
  expect(refused.body.error_message).toContain('at most 3 grants')
  const { users } = (await call('GET', '/_mock/users')).body
  expect(users.flatMap((user: { uids: object }) => Object.keys(user.uids))).toHaveLength(3)
  // Who has a grant may sign in again.
  expect((await signIn('alice', apps[0])).status).toBe(200)
  expect((await signIn('bob')).status).toBe(200)

  await control('/users/alice/revoke', { app_id: apps[0] })
  expect((await signIn('bob', apps[1])).status).toBe(200)
  expect((await signIn('alice', apps[0])).status).toBe(409)
})

test('M6: a transaction makes no account beyond the limit, and changes nothing', () => {
  const { ledger, pay, accountOf, alice, carol } = haveLedger({ accountCap: 4 })
  const create = (to: string) => pay({ type: 'create_account', to })
  expect(ledger.include(create(carol.address))).toMatchObject({
    ok: true,
    transaction: { successful: true },
  })
  const before = accountOf(alice)!.balance

  const refused = ledger.include(create(walletOf('dave').address))

  expect(refused).toMatchObject({
    transaction: { result: { code: 'tx_failed', operations: ['op_not_supported'] } },
  })
  expect(accountOf(walletOf('dave'))).toBeUndefined()
  expect(accountOf(alice)!.balance).toBe(before - 100_000n)
  expect(ledger.totals().accounts).toBe(4)
})

test('M6: a transaction makes no trustline or signer beyond the limit of all accounts together', () => {
  const chain = haveLedger({ subentryCap: 2 })
  const codesOf = (operation: ReturnType<typeof trust>) => {
    const text = transaction(chain, { operations: [operation] }).toXdr()
    const included = chain.ledger.include(decodeEnvelope(stellar, text, 'Pi Testnet')!)
    return included.ok ? included.transaction.result.operations : included.result.code
  }
  const cosigner = setOptions(signer('dora'))
  expect(codesOf(trust('bob'))).toEqual(['op_success'])
  expect(codesOf(cosigner)).toEqual(['op_success'])
  expect(codesOf(trust('faucet'))).toEqual(['op_not_supported'])
  expect(codesOf(setOptions(signer('carol')))).toEqual(['op_not_supported'])
  // What makes none goes on, and what ends one makes room.
  expect(codesOf(setOptions(signer('dora', 2)))).toEqual(['op_success'])
  expect(codesOf(trust('bob', '0'))).toEqual(['op_success'])
  expect(codesOf(trust('faucet'))).toEqual(['op_success'])
})

test('M6: accounts that a transaction makes count one by one', () => {
  const book = createEntryBook<Account>({ keyOf: ({ address }) => address, depth: 1, cap: 2 })
  const account = (address: string) => newAccount(address, 0n, { sequence: 1, closedAt: 0 })
  const draft = draftOver(book)
  draft.set(account('a'))
  draft.set(account('a'))
  const inner = draftOver(draft)
  inner.set(account('b'))
  expect([inner.room(), draft.room(), book.room()]).toEqual([0, 1, 2])
  inner.commit()
  draft.commit()
  expect([inner.room(), draft.room(), book.room()]).toEqual([0, 0, 0])
})

test.each([
  ['roles', Array.from({ length: 33 }, () => 'x'), 'must be at most 32 roles'],
  ['roles[0]', ['x'.repeat(65)], 'must be at most 64 characters'],
  ['roles', 'admin', 'must be a list of strings'],
  ['preferred_language', 'x'.repeat(36), 'must be at most 35 characters'],
])('M6: %s of a new user is bounded', async (field, value, words) => {
  const { control, call } = await startMock()
  const [name = ''] = field.split('[')
  const refused = await control('/users', { username: 'carol', [name]: value })
  expect(refused).toMatchObject({ status: 400, body: { error: 'invalid_request' } })
  expect(refused.body.error_message).toBe(`${field} ${words}`)
  expect((await call('GET', '/_mock')).body.users).toBe(2)
})

test('M6: the longest roles and language are taken and shown', async () => {
  const { control } = await startMock()
  const roles = Array.from({ length: 32 }, (_, place) => `${place}`.padEnd(64, 'x'))
  const preferred_language = 'x'.repeat(35)
  await control('/users', { username: 'carol', roles, preferred_language })
  const scopes = ['roles', 'preferred_language']
  const { user } = (await control('/sign-in', { username: 'carol', scopes })).body
  expect(user).toMatchObject({ roles, preferred_language })
})

test('M6: a forgotten payment is unknown, and the documented one is never forgotten', async () => {
  const { asApp, call, havePayment, control } = await startMock({ limits: { settledPayments: 2 } })
  const ids: string[] = []
  for (let each = 0; each < 4; each++) {
    const { id } = await havePayment()
    await control(`/payments/${id}/cancel`)
    ids.push(id)
  }
  const open = await havePayment('paid')
  const documented = 'RKo9DyyzYmmnq4roS1infxy1qc4m'

  const statuses = [...ids, open.id, documented].map((id) => asApp('GET', `/payments/${id}`))

  expect((await Promise.all(statuses)).map(({ status }) => status)).toEqual([
    404, 404, 200, 200, 200, 200,
  ])
  expect(new Set([...ids, open.id]).size).toBe(5)
  expect((await call('GET', '/_mock')).body.payments).toBe(4)
})
