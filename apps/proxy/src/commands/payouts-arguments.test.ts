import { expect, test } from 'vitest'
import { newHash, newWallet } from '../../test/payouts/new-payout.ts'
import { payoutsUsage, readPayoutsArguments } from './payouts-arguments.ts'

const WALLET = newWallet()
const HASH = newHash()

test.each([
  ['cancel abc', { type: 'cancel', id: 'abc' }],
  ['settle abc paid-unconfirmed', { type: 'settle', id: 'abc', cancelsPayment: false }],
  [
    'settle abc paid-unconfirmed --cancel-payment',
    { type: 'settle', id: 'abc', cancelsPayment: true },
  ],
  ['pause', { type: 'pause', client: undefined }],
  ['pause --client shop.eu-1', { type: 'pause', client: 'shop.eu-1' }],
  ['resume --client=shop', { type: 'resume', client: 'shop' }],
  [`foreign ${HASH.toUpperCase()}`, { type: 'foreign', hash: HASH }],
  [`quarantine ${WALLET}`, { type: 'quarantine', wallet: WALLET, seconds: 240 }],
  ['lane show', { type: 'lane show' }],
  ['lane new-deployment', { type: 'lane new-deployment' }],
  ['lane adopt', { type: 'lane adopt', wallet: undefined }],
  [`lane adopt ${WALLET}`, { type: 'lane adopt', wallet: WALLET }],
  [
    `lane start-at ${WALLET} 9223372036854775807 123`,
    { type: 'lane start-at', wallet: WALLET, cursor: '9223372036854775807', sequence: 123n },
  ],
])('payouts %s is understood', (line, request) => {
  expect(readPayoutsArguments(line.split(' '))).toEqual({ ok: true, request })
})

test.each([
  ['', 'payouts must be followed by list, show, retry, cancel, release, settle, pause, '],
  ['pay', 'payouts must be followed by'],
  ['show', 'payouts show takes one payout id'],
  ['show a b', 'payouts show takes one payout id'],
  ['retry a/b', 'payouts retry takes one payout id'],
  ['release abc', 'payouts release takes a payout id'],
  ['release abc pay', 'payouts release takes a payout id'],
  ['quarantine', 'payouts quarantine takes one wallet address'],
  ['quarantine SABC', 'payouts quarantine takes one wallet address'],
  [`quarantine G${'A'.repeat(55)} --seconds 0`, '--seconds must be a whole number'],
  ['cancel', 'payouts cancel takes one payout id'],
  ['settle abc', 'payouts settle takes a payout id'],
  ['settle abc paid-unconfirmed --cancel', 'then --cancel-payment or nothing'],
  ['settle abc completed', 'payouts settle takes a payout id or payment id, and paid-unconfirmed'],
  ['pause shop', 'payouts pause takes --client NAME once'],
  ['pause --client', 'payouts pause takes --client NAME once'],
  ['pause --client a --client b', 'payouts pause takes --client NAME once'],
  ['pause --client a/b', '--client must be the name of a client'],
  ['pause --client=', '--client must be the name of a client'],
  ['resume --all', 'payouts resume takes --client NAME once'],
  ['foreign', 'payouts foreign takes one transaction hash'],
  [`foreign ${HASH}0`, 'payouts foreign takes one transaction hash'],
  [`foreign ${HASH} ${HASH}`, 'payouts foreign takes one transaction hash'],
  ['lane', 'payouts lane must be followed by show, adopt, new-deployment or start-at'],
  ['lane stop', 'payouts lane must be followed by'],
  ['lane show all', 'payouts lane show takes no arguments'],
  ['lane new-deployment x', 'payouts lane new-deployment takes no arguments'],
  ['lane adopt x', 'payouts lane adopt takes one wallet address'],
  [`lane adopt ${WALLET} ${WALLET}`, 'payouts lane adopt takes one wallet address'],
  [`lane start-at ${WALLET} 12`, 'payouts lane start-at takes a wallet address'],
  [`lane start-at ${WALLET} now 12`, 'payouts lane start-at takes a wallet address'],
  [`lane start-at ${WALLET} 0 12`, 'payouts lane start-at takes a wallet address'],
  [
    `lane start-at ${WALLET} 12 9223372036854775808`,
    'payouts lane start-at takes a wallet address',
  ],
])('payouts %s is refused: %s', (line, problem) => {
  expect(readPayoutsArguments(line.split(' ').filter(Boolean))).toEqual({
    ok: false,
    problem: expect.stringContaining(problem),
  })
})

test('the usage names every subcommand', () => {
  const usage = [...payoutsUsage.matchAll(/^proxy payouts (\w+)/gm)].map(([, name]) => name)
  const refused = readPayoutsArguments([])
  const named = refused.ok ? [] : refused.problem.replace(/^.*followed by /, '').split(/, | or /)
  expect(new Set(named)).toEqual(new Set(usage))
})

test('P22: a secret in the wrong place is not repeated', () => {
  const secret = `aloha_live_00000000000_${'s'.repeat(49)}`
  const places = [
    [],
    ['show', 'x'],
    ['pause'],
    ['pause', '--client'],
    ['foreign'],
    ['lane'],
    ['lane', 'adopt'],
  ]
  for (const place of places) {
    const read = readPayoutsArguments([...place, `${secret}/`])
    expect(JSON.stringify(read)).not.toContain(secret)
  }
})
