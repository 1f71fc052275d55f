import { Ajv2020 } from 'ajv/dist/2020.js'
import type { SeedData } from '@aloha-pi/contracts/wire'
import { expect, test } from 'vitest'
import { createMockControl } from '../../src/control-client/index.ts'
import { createWallet } from '../../src/ledger/wallet.ts'
import { startMock } from '../start-mock.ts'

const OTHER = createWallet(Buffer.alloc(32, 7)).address

const states = [
  'created',
  'approved',
  'paid',
  'completed',
  'cancelled',
  'cancelled_by_user',
  'expired',
] as const

const everything: SeedData = {
  settings: { a2u_concurrency: 'off' },
  apps: [
    { name: 'demo-app', balance: 50, redirect_uris: ['https://app.example/back'] },
    { name: 'shop', origins: ['https://shop.example'] },
  ],
  users: [
    { username: 'alice', balance: 1.5, preferred_language: 'de' },
    {
      username: 'carol',
      roles: ['tester'],
      apps: [{ scopes: ['username', 'roles'] }, { app: 'shop' }],
    },
    { username: 'dora', wallet: false },
    ...states.map((state) => ({ username: `user-${state}` })),
  ],
  accounts: [{ address: OTHER, balance: 3 }],
  payments: [
    ...states.map((state) => ({ user: `user-${state}`, app: 'shop', amount: 2, state })),
    { user: 'bob', direction: 'app_to_user', amount: 1, memo: 'A prize', state: 'approved' },
    { user: 'bob', direction: 'app_to_user', amount: 1, state: 'paid' },
    { user: 'bob', direction: 'app_to_user', amount: 1, state: 'completed', metadata: { a: 1 } },
    { user: 'bob', direction: 'app_to_user', amount: 1, state: 'cancelled' },
  ],
}

test('users, apps, balances and payments are there, in their states', async () => {
  const mock = await startMock()
  const control = createMockControl({ url: mock.url })
  const added = await control.addSeedData(everything)

  expect(added.apps.map(({ name }) => name)).toEqual(['demo-app', 'shop'])
  expect(added.apps[0]?.redirect_uris).toEqual(['https://app.example/back'])
  expect(added.payments.map(({ timeline }) => timeline.at(-1)?.event)).toEqual([
    ...states,
    'approved',
    'approved',
    'completed',
    'cancelled',
  ])
  expect(added.payments.at(-2)?.payment).toMatchObject({
    metadata: { a: 1 },
    direction: 'app_to_user',
    transaction: { verified: true },
  })
  const balanceOf = async (address: string) =>
    (await mock.call('GET', `/accounts/${address}`)).body.balances[0].balance
  const walletOf = (username: string) => mock.world.users.find(username)?.wallet?.address ?? ''
  expect(await balanceOf(walletOf('alice'))).toBe('1.5000000')
  expect(await balanceOf(OTHER)).toBe('3.0000000')
  // Two payouts of 1 Pi and two fees.
  expect(await balanceOf(mock.wallet.address)).toBe('47.9800000')
  expect(await balanceOf(walletOf('user-completed'))).toBe('9997.9900000')
  const { totals } = await control.ledger()
  expect(totals.supply).toBe('100000000000.0000000')
  expect(mock.world.users.find('dora')?.wallet).toBeNull()
  const { grants, roles } = mock.world.users.find('carol')!
  expect(roles).toEqual(['tester'])
  expect([...grants.values()].map(({ scopes }) => [...scopes].join())).toEqual([
    'username,roles,platform',
    'username,payments,wallet_address,platform',
  ])
  expect((await control.world()).settings.a2u_concurrency).toBe('off')
  // A payment that was expired can be paid again.
  await control.createPayment({
    username: 'user-expired',
    app_id: added.apps[1]?.app_id,
    amount: 1,
  })
})

test('it is the same in process, at the start, after a reset and in a snapshot', async () => {
  const clock = '2026-01-01T00:00:00Z'
  const byHttp = await startMock({ clock })
  await createMockControl({ url: byHttp.url }).addSeedData(everything)
  const text = JSON.stringify(byHttp.snapshot())
  const inProcess = await startMock({ clock })
  expect((await inProcess.addSeedData(everything)).users).toHaveLength(10)
  const begun = await startMock({ clock, seedData: everything })
  begun.world.reset()
  for (const mock of [inProcess, begun]) expect(JSON.stringify(mock.snapshot())).toBe(text)
  const both = await startMock({ seedData: everything, preset: 'pending-lock' })
  expect(both.presets.atStart()?.username).toBe('alice')
})

const refusals: [what: string, data: unknown, sentence: string][] = [
  [
    'a name that is none',
    { users: [{ username: 'a' }, {}, { username: 'a b' }] },
    'users[1].username',
  ],
  ['an unknown member', { users: [{ username: 'carol', age: 3 }] }, 'users[0] must not have "age"'],
  ['an unknown section', { people: [] }, 'must not have "people"'],
  [
    'a state that is none',
    { payments: [{ user: 'bob', amount: 1, state: 'lost' }] },
    'payments[0].state must be one of created,',
  ],
  [
    'a state of users only',
    { payments: [{ user: 'bob', amount: 1, direction: 'app_to_user', state: 'expired' }] },
    'payments[0].state must be one of approved, paid, completed, cancelled for a payment to a user',
  ],
  [
    'an amount that is none',
    { payments: [{ user: 'bob', amount: 0, state: 'paid' }] },
    'payments[0].amount must be more than 0',
  ],
  [
    'less than an account keeps',
    { users: [{ username: 'carol', balance: 0.5 }] },
    'users[0].balance must be at least 0.98',
  ],
  [
    'a balance without a wallet',
    { users: [{ username: 'carol', wallet: false, balance: 1 }] },
    'users[0].balance must be left out',
  ],
  [
    'an unknown user',
    { payments: [{ user: 'zoe', amount: 1, state: 'paid' }] },
    'payments[0].user: must be a user: there is no zoe',
  ],
  [
    'an unknown app',
    { users: [{ username: 'carol', apps: [{ app: 'shop' }] }] },
    'users[0].apps[0].app: must be the name of an app: there is no shop',
  ],
  [
    'a wallet for one without',
    { users: [{ username: 'alice', wallet: false }] },
    'users[0].wallet: must be true or left out',
  ],
  [
    'an address with a typing error',
    {
      accounts: [
        { address: OTHER.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')), balance: 1 },
      ],
    },
    'accounts[0].address: must be a valid wallet address',
  ],
  [
    'more than there is',
    {
      accounts: [
        { address: OTHER, balance: 500000000 },
        { address: OTHER, balance: 1 },
      ],
      users: Array.from({ length: 250 }, (_, place) => ({
        username: `rich-${place}`,
        balance: 500000000,
      })),
    },
    '.balance: must not be more than the faucet of the mock has',
  ],
  [
    'more than the payer has',
    {
      users: [{ username: 'carol', balance: 2 }],
      payments: [{ user: 'carol', amount: 5, state: 'paid' }],
    },
    'payments[0]: ',
  ],
  [
    'more than the app has',
    {
      apps: [{ name: 'demo-app', balance: 2 }],
      payments: [{ user: 'bob', direction: 'app_to_user', amount: 5, state: 'completed' }],
    },
    'payments[0].amount: must be what the wallet of the app can pay: tx_failed, op_underfunded',
  ],
  [
    'two open payments of a user',
    {
      payments: [
        { user: 'bob', amount: 1, state: 'created' },
        { user: 'bob', amount: 1, state: 'created' },
      ],
    },
    'payments[0]: must not be followed by a payment that replaces it: it is replaced now',
  ],
  [
    'a second one beside a paid one',
    {
      payments: [
        { user: 'bob', amount: 1, state: 'paid' },
        { user: 'bob', amount: 1, state: 'created' },
      ],
    },
    'payments[1]: ',
  ],
  [
    'an open payout that blocks',
    {
      payments: [
        { user: 'bob', direction: 'app_to_user', amount: 1, state: 'approved' },
        { user: 'alice', direction: 'app_to_user', amount: 1, state: 'approved' },
      ],
    },
    'payments[1]: ',
  ],
  [
    'an origin of another app',
    {
      apps: [
        { name: 'one', origins: ['https://a.example'] },
        { name: 'two', origins: ['https://a.example'] },
      ],
    },
    'apps[1].origins: An app with the origin https://a.example already exists',
  ],
  [
    'more users than there is room for',
    { users: Array.from({ length: 400 }, (_, place) => ({ username: `user-${place}` })) },
    'users[298]: The mock keeps at most 300 users',
  ],
  [
    'a wrong order of faults',
    { payments: [{ user: 'bob', amount: 1, state: 'created', metadata: { mock_fault: 'x' } }] },
    'payments[0]: ',
  ],
]

test.each(refusals)(
  '%s: the sentence names the place, and nothing is added',
  async (_what, data, sentence) => {
    const mock = await startMock({ limits: { users: 300 }, clock: '2026-01-01T00:00:00Z' })
    const control = createMockControl({ url: mock.url })
    const before = JSON.stringify(mock.snapshot())
    const first = { users: [{ username: 'first' }] }
    const full = { ...(data as SeedData), settings: { spelling: 'wire' } } as SeedData
    const refusal: unknown = await control.addSeedData(full).catch((error: unknown) => error)
    expect(refusal).toMatchObject({
      code: expect.stringMatching(/^(seed_data_refused|invalid_request)$/),
    })
    expect((refusal as Error).message).toContain(sentence)
    await expect(mock.addSeedData(full)).rejects.toThrow(sentence)
    await expect(startMock({ seedData: full, limits: { users: 300 } })).rejects.toThrow(sentence)
    expect(JSON.stringify(mock.snapshot())).toBe(before)
    await control.addSeedData(first)
  },
)

test('the published JSON Schema takes what the mock takes', async () => {
  const mock = await startMock()
  const schema = await createMockControl({ url: mock.url }).seedDataSchema()
  const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schema)
  expect(validate(everything)).toBe(true)
  expect(validate.errors).toBeNull()
  for (const wrong of [
    { people: [] },
    { users: [{}] },
    { payments: [{ user: 'a', amount: 1, state: 'x' }] },
  ]) {
    expect(validate(wrong)).toBe(false)
  }
  expect(schema).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Seed data of mock-pi',
  })
})
