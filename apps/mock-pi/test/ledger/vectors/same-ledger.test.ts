import { expect, test } from 'vitest'
import { decodeEnvelope } from '../../../src/ledger/decode-envelope.ts'
import { haveLedger, PI, stellar } from '../have-ledger.ts'
import { addressOf, build, bump, create, NOW, pay, type Order } from './build-with-stellar.ts'
import {
  after,
  claim,
  claimant,
  lock,
  onlyBalance,
  setOptions,
  signer,
} from './build-operations.ts'
import type { Chain } from './vector.ts'

const FEE = 100_000n
const memo = (text: string) => ({ memo: stellar.Memo.text(text) })

const decode = (text: string) => decodeEnvelope(stellar, text, 'Pi Testnet')!
const receive = (chain: Chain, order: Order) => {
  const envelope = decode(build(order)(chain))
  return { envelope, admission: chain.ledger.receive(envelope) }
}

/** Plays the two orders in one ledger, under many hashes; returns how often the first came first. */
function playOften(
  first: Order,
  second: Order,
  check: (chain: Chain, results: unknown[]) => void,
  before: (chain: Chain) => void = () => {},
) {
  const firsts: boolean[] = []
  for (let turn = 0; turn < 24; turn++) {
    const chain = haveLedger()
    before(chain)
    const sent = [first, second].map(
      (order) => receive(chain, { ...order, ...memo(`turn ${turn}`) }).envelope,
    )
    const { sequence } = chain.ledger.close()
    const found = sent.map(({ hash }) => chain.ledger.view().transaction(hash)!)
    expect(found.map(({ ledger }) => ledger)).toEqual([sequence, sequence])
    firsts.push(found[0]!.index < found[1]!.index)
    check(
      chain,
      found.toSorted((a, b) => a.index - b.index).map(({ result }) => result),
    )
  }
  return firsts.filter(Boolean).length
}

test('M8: arrival gives no place in a ledger, so a payment may come before what feeds it', () => {
  const feed: Order = { operations: [pay('bob', '100')] }
  const spend: Order = { from: 'bob', operations: [pay('faucet', '50')] }
  const seen = new Set<string>()
  const firsts = playOften(feed, spend, (chain) => {
    const bob = chain.accountOf(chain.bob)!.balance
    seen.add(bob === 110n * PI - FEE ? 'not yet fed' : bob === 60n * PI - FEE ? 'fed' : String(bob))
  })

  expect(firsts).toBeGreaterThan(0)
  expect(firsts).toBeLessThan(24)
  expect([...seen].sort()).toEqual(['fed', 'not yet fed'])
})

test('M8: a sequence taken by bump_sequence in the same ledger is bad_seq in the ledger, and costs the fee', () => {
  const own: Order = { operations: [pay('bob', '1')] }
  const taking: Order = {
    from: 'bob',
    operations: [bump(9n << 32n, 'alice')],
    signers: ['bob', 'alice'],
  }
  const lost = playOften(taking, own, (chain, results) => {
    const alice = chain.accountOf(chain.alice)!
    const isLost = (results[1] as { code: string }).code === 'tx_bad_seq'
    expect(results[1]).toEqual(
      isLost ? { code: 'tx_bad_seq' } : { code: 'tx_success', operations: ['op_success'] },
    )
    expect(alice.sequence).toBe(9n << 32n)
    expect(alice.balance).toBe(1000n * PI - FEE - (isLost ? 0n : PI))
    expect(chain.ledger.totals().feePool).toBe(2n * FEE)
  })
  expect(lost).toBeGreaterThan(0)
  expect(lost).toBeLessThan(24)
})

test('M8: all fees are taken before the first payment, whose ever comes first', () => {
  playOften(
    { operations: [pay('bob', '1')] },
    // All that alice could spend without the fee of her own transaction.
    { from: 'bob', operations: [pay('faucet', '999.02', 'alice')], signers: ['bob', 'alice'] },
    (chain, results) => {
      const codes = (results as { operations: string[] }[]).map(({ operations }) => operations[0])
      expect(codes.sort()).toEqual(['op_success', 'op_underfunded'])
      expect(chain.accountOf(chain.alice)?.balance).toBe(999n * PI - FEE)
    },
  )
})

test('M8: an account that one transaction makes can be paid by the next only if that comes after', () => {
  const seen = new Set<string>()
  playOften(
    { operations: [create('carol', '5')] },
    { from: 'bob', operations: [pay('carol', '1')] },
    (chain) => void seen.add(String(chain.accountOf(chain.carol)?.balance)),
  )
  expect([...seen].sort()).toEqual([String(5n * PI), String(6n * PI)])
})

test('M8: a signer that the ledger takes away before no longer counts in it, for an operation or alone', () => {
  const seen = new Set<string>()
  const lost = playOften(
    { operations: [setOptions(signer('dora', 0))] },
    {
      from: 'bob',
      operations: [pay('bob', '1', 'alice'), pay('alice', '1')],
      signers: ['bob', 'dora'],
    },
    (_, results) => void seen.add(JSON.stringify(results[1])),
    after({ operations: [setOptions(signer('dora'))] }),
  )
  expect(lost).toBeGreaterThan(0)
  expect([...seen].sort()).toEqual([
    JSON.stringify({ code: 'tx_failed', operations: ['op_bad_auth', 'op_success'] }),
    JSON.stringify({ code: 'tx_success', operations: ['op_success'] }),
  ])
})

test('M8: a signature that the ledger makes needless is one too many in it', () => {
  const seen = new Set<string>()
  playOften(
    {
      operations: [setOptions({ medThreshold: 0 })],
      signers: ['alice', 'dora'],
    },
    { from: 'bob', operations: [pay('bob', '1', 'alice')], signers: ['bob', 'alice', 'dora'] },
    (_, results) => void seen.add((results[1] as { code: string }).code),
    after({ operations: [setOptions({ ...signer('dora'), medThreshold: 2, highThreshold: 2 })] }),
  )
  expect([...seen].sort()).toEqual(['tx_bad_auth_extra', 'tx_success'])
})

test('M8: of two claims of one balance in a ledger the first gets it', () => {
  const of = (from: 'alice' | 'bob') => (chain: Chain) =>
    ({ from, operations: [claim(onlyBalance(chain))] }) satisfies Order
  const winners = new Set<string>()
  for (let turn = 0; turn < 24; turn++) {
    const chain = haveLedger()
    after({ operations: [lock({ claimants: [claimant('alice'), claimant('bob')] })] })(chain)
    const sent = (['alice', 'bob'] as const).map((name) =>
      receive(chain, { ...of(name)(chain), ...memo(`turn ${turn}`) }),
    )
    chain.ledger.close()
    const ended = sent.map(({ envelope }) => chain.ledger.view().transaction(envelope.hash)!)
    expect(ended.map(({ result }) => result.operations?.[0]).sort()).toEqual([
      'op_does_not_exist',
      'op_success',
    ])
    winners.add(ended[0]!.successful ? 'alice' : 'bob')
    expect(chain.ledger.view().claimableBalances({})).toEqual([])
  }
  expect([...winners].sort()).toEqual(['alice', 'bob'])
})

test('M8: of one source at most one transaction is in a ledger', () => {
  const chain = haveLedger()
  const { envelope } = receive(chain, {})
  expect(receive(chain, { step: 2n }).admission.kind).toBe('try_again_later')
  expect(receive(chain, memo('another')).admission.kind).toBe('try_again_later')
  chain.ledger.close()
  const all = chain.ledger.view().transactions({ includeFailed: true }, { order: 'asc', limit: 9 })
  expect(all.map(({ envelope: { hash } }) => hash)).toEqual([envelope.hash])
})

test('M8: the same envelope cannot pay twice', () => {
  const chain = haveLedger()
  const text = build()(chain)
  expect(chain.ledger.receive(decode(text)).kind).toBe('pending')
  expect(chain.ledger.receive(decode(text)).kind).toBe('duplicate')
  for (let ledger = 0; ledger < 20; ledger++) {
    chain.ledger.close()
    expect(['try_again_later', 'refused']).toContain(chain.ledger.receive(decode(text)).kind)
    expect(chain.ledger.include(decode(text)).ok).toBe(false)
  }
  expect(chain.accountOf(chain.bob)?.balance).toBe(11n * PI)
})

test('M8: other signatures make another envelope of the same transaction', () => {
  const chain = haveLedger()
  const bare = decode(build({ signers: [] })(chain))
  expect(chain.ledger.receive(bare)).toMatchObject({ result: { code: 'tx_bad_auth' } })
  const { envelope, admission } = receive(chain, {})
  expect(envelope.hash).toBe(bare.hash)
  expect(admission.kind).toBe('pending')
  expect(chain.ledger.receive(bare).kind).toBe('try_again_later')
})

test('M8: what is dropped after 4 ledgers is banned for 10, and only that envelope', () => {
  const chain = haveLedger({ ledger_inclusion: 'none' })
  const { envelope } = receive(chain, {})
  const ages = Array.from({ length: 4 }, () => {
    chain.ledger.close()
    return chain.ledger.waiting().length
  })
  expect(ages).toEqual([1, 1, 1, 0])
  expect(receive(chain, memo('other bytes, same sequence')).admission.kind).toBe('pending')
  expect(chain.ledger.receive(envelope)).toEqual({ kind: 'try_again_later', why: 'banned' })
})

test('M8: a waiting transaction whose money went away is dropped and banned', () => {
  const chain = haveLedger()
  const waiting = receive(chain, { operations: [pay('bob', '1')] }).envelope
  const drain = decode(
    build({
      from: 'bob',
      operations: [pay('faucet', '999.02', 'alice')],
      signers: ['bob', 'alice'],
    })(chain),
  )
  expect(chain.ledger.include(drain)).toMatchObject({ ok: true, transaction: { successful: true } })
  chain.ledger.close()
  expect(chain.ledger.view().transaction(waiting.hash)).toBeUndefined()
  expect(chain.ledger.receive(waiting)).toEqual({ kind: 'try_again_later', why: 'banned' })
  expect(chain.accountOf(chain.alice)).toMatchObject({
    address: addressOf('alice'),
    balance: 9_800_000n,
    sequence: 1n << 32n,
  })
})

test('M8: what has no money for its fee is dropped, though the same ledger brings some', () => {
  const chain = haveLedger()
  receive(chain, { operations: [pay('bob', '1')] })
  const drain: Order = {
    from: 'bob',
    operations: [pay('faucet', '999.02', 'alice')],
    signers: ['bob', 'alice'],
  }
  chain.ledger.include(decode(build(drain)(chain)))
  receive(chain, { from: 'bob', operations: [pay('alice', '5')] })
  chain.ledger.close()
  expect(chain.accountOf(chain.alice)?.balance).toBe(59_800_000n)
  expect(chain.ledger.waiting()).toEqual([])
})

test('M8: what cannot be in time for a ledger any more is dropped before it expires', () => {
  const chain = haveLedger({ ledger_close: 5_000, ledger_inclusion: 'none' })
  const timebounds = { minTime: 0, maxTime: NOW + 14 }
  const { admission } = receive(chain, { timebounds })
  expect(admission.kind).toBe('pending')
  chain.clock.advance(4_999)
  expect(chain.ledger.waiting()).toHaveLength(1)
  // Two intervals from here are 15 seconds.
  chain.clock.advance(1)
  expect(chain.ledger.waiting()).toEqual([])
})

test('M8: a ban ends after 10 ledgers, also where all of them are empty', () => {
  const chain = haveLedger({ ledger_close: 1_000, ledger_inclusion: 'none' })
  const { envelope } = receive(chain, {})
  chain.clock.advance(4_000)
  expect(chain.ledger.waiting()).toEqual([])
  chain.clock.advance(9_999)
  expect(chain.ledger.receive(envelope)).toEqual({ kind: 'try_again_later', why: 'banned' })
  chain.clock.advance(1)
  expect(chain.ledger.receive(envelope)).toEqual({ kind: 'pending' })
})

test('M8: a sequence with which new accounts of a ledger begin waits for the ledger after it', () => {
  const chain = haveLedger()
  const close = () => chain.ledger.close().sequence
  receive(chain, { operations: [bump((5n << 32n) - 1n)] })
  expect(close()).toBe(2)
  chain.settings.ledger_inclusion = 'none'
  const { envelope, admission } = receive(chain, { sequence: 5n << 32n })
  expect(admission.kind).toBe('pending')
  expect([close(), close()]).toEqual([3, 4])
  chain.settings.ledger_inclusion = 'all'
  expect(close()).toBe(5)
  expect(chain.ledger.waiting()).toHaveLength(1)
  expect(close()).toBe(6)
  expect(chain.ledger.view().transaction(envelope.hash)?.ledger).toBe(6)
})
