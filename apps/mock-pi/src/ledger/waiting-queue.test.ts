import { expect, test } from 'vitest'
import { haveLedger, PI, START } from '../../test/ledger/have-ledger.ts'

test('of one source one transaction waits; the same one is a duplicate', () => {
  const { ledger, pay, alice } = haveLedger()
  const first = pay()
  ledger.receive(first)
  expect(ledger.receive(first)).toEqual({ kind: 'duplicate' })
  expect(ledger.receive(pay({ amount: 2n }))).toEqual({
    kind: 'try_again_later',
    why: 'source_is_waiting',
  })
  expect(ledger.receive(pay({ sequence: first.sequence + 1n })).kind).toBe('try_again_later')
  expect(ledger.receive(pay({ sequence: first.sequence - 1n }))).toMatchObject({
    kind: 'refused',
    result: { code: 'tx_bad_seq' },
  })
  expect(ledger.waiting()).toHaveLength(1)
  expect(alice.address).toBe(first.source.address)
})

test('after 4 ledgers a transaction is dropped, and banned for 10', () => {
  const { ledger, pay, settings } = haveLedger({ ledger_inclusion: 'none' })
  const payment = pay()
  ledger.receive(payment)
  for (let turn = 0; turn < 3; turn++) ledger.close()
  expect(ledger.waiting()).toHaveLength(1)
  ledger.close()
  expect(ledger.waiting()).toHaveLength(0)

  const banned = { kind: 'try_again_later', why: 'banned' }
  for (let turn = 0; turn < 10; turn++) {
    expect(ledger.receive(payment)).toEqual(banned)
    ledger.close()
  }
  settings.ledger_inclusion = 'all'
  expect(ledger.receive(payment)).toEqual({ kind: 'pending' })
})

test('a dropped transaction is replaced by another one with its sequence', () => {
  const { ledger, pay, settings } = haveLedger({ ledger_inclusion: 'none' })
  ledger.receive(pay())
  for (let turn = 0; turn < 4; turn++) ledger.close()
  settings.ledger_inclusion = 'all'
  expect(ledger.receive(pay({ amount: 2n * PI }))).toEqual({ kind: 'pending' })
})

test('an applied transaction is banned for the ledgers after it, and then has a bad sequence', () => {
  const { ledger, pay } = haveLedger()
  const payment = pay()
  ledger.receive(payment)
  ledger.close()
  expect(ledger.receive(payment)).toEqual({ kind: 'try_again_later', why: 'banned' })
  for (let turn = 0; turn < 9; turn++) ledger.close()
  expect(ledger.receive(payment)).toMatchObject({ result: { code: 'tx_bad_seq' } })
})

test('what expires while it waits is dropped at a close, and banned', () => {
  const { ledger, pay, clock } = haveLedger()
  const payment = pay({ maxTime: BigInt(START / 1000 + 5) })
  ledger.receive(payment)
  clock.advance(6_000)
  ledger.close()
  expect(ledger.waiting()).toEqual([])
  expect(ledger.view().transaction(payment.hash)).toBeUndefined()
  expect(ledger.receive(payment)).toEqual({ kind: 'try_again_later', why: 'banned' })
})

test('what a close finds invalid is banned for 10 ledgers, and that close counts as the first', () => {
  const { ledger, pay, clock } = haveLedger()
  const payment = pay({ maxTime: BigInt(START / 1000 + 5) })
  ledger.receive(payment)
  clock.advance(6_000)
  for (let turn = 0; turn < 9; turn++) {
    ledger.close()
    expect(ledger.receive(payment)).toEqual({ kind: 'try_again_later', why: 'banned' })
  }
  ledger.close()
  expect(ledger.receive(payment)).toMatchObject({ result: { code: 'tx_too_late' } })
})

test('what is invalid after a close is banned for the 10 ledgers that follow', () => {
  const { ledger, pay, clock } = haveLedger({ ledger_inclusion: 'none' })
  const payment = pay({ maxTime: BigInt(START / 1000 + 5) })
  ledger.receive(payment)
  clock.advance(6_000)
  for (let turn = 0; turn < 10; turn++) {
    ledger.close()
    expect(ledger.receive(payment)).toEqual({ kind: 'try_again_later', why: 'banned' })
  }
  ledger.close()
  expect(ledger.receive(payment)).toMatchObject({ result: { code: 'tx_too_late' } })
})
