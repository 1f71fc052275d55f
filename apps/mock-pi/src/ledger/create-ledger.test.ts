import { expect, test } from 'vitest'
import { haveLedger, PI, START } from '../../test/ledger/have-ledger.ts'
import type { EnvelopeSignature } from './envelope.ts'

test('a new chain has one ledger, and everything not opened is with the faucet', () => {
  const { ledger, accountOf, alice, faucet } = haveLedger()
  expect(ledger.view().latest()).toMatchObject({ sequence: 1, closedAt: START, feePool: 0n })
  expect(accountOf(alice)).toMatchObject({ balance: 1000n * PI, sequence: 1n << 32n })
  expect(accountOf(faucet)?.balance).toBe(100_000_000_000n * PI - 1010n * PI)
  expect(ledger.totals()).toMatchObject({ supply: 100_000_000_000n * PI, accounts: 3 })
})

test('a received payment moves nothing until a ledger closes', () => {
  const { ledger, accountOf, alice, bob, pay, clock } = haveLedger()
  const payment = pay({ amount: 3n * PI })
  expect(ledger.receive(payment)).toEqual({ kind: 'pending' })
  expect(accountOf(bob)?.balance).toBe(10n * PI)
  expect(ledger.waiting()).toEqual([payment])

  clock.advance(5_999)
  const header = ledger.close()

  expect(header).toMatchObject({
    sequence: 2,
    closedAt: START + 5_000,
    successfulTransactions: 1,
    failedTransactions: 0,
    operations: 1,
    allOperations: 1,
    feePool: 100_000n,
  })
  expect(accountOf(bob)).toMatchObject({ balance: 13n * PI, lastModifiedLedger: 2 })
  expect(accountOf(alice)).toMatchObject({
    balance: 997n * PI - 100_000n,
    sequence: (1n << 32n) + 1n,
    sequenceLedger: 2,
    sequenceTime: START + 5_000,
  })
  expect(ledger.view().transaction(payment.hash)).toMatchObject({
    successful: true,
    result: { code: 'tx_success', operations: ['op_success'] },
    feeCharged: 100_000n,
    ledger: 2,
    index: 1,
    closedAt: START + 5_000,
  })
  expect(ledger.waiting()).toEqual([])
})

test('ledgers close on their ticks, and empty ones are there without being kept', () => {
  const { ledger, clock } = haveLedger({ ledger_close: 700 })
  clock.advance(2_150)
  const view = ledger.view()
  expect(view.latest()).toMatchObject({ sequence: 4, closedAt: START + 2_000 })
  expect([1, 2, 3, 4].map((sequence) => view.header(sequence)?.closedAt)).toEqual([
    START,
    START,
    START + 1_000,
    START + 2_000,
  ])
  expect(view.header(4)?.previousHash).toBe(view.header(3)?.hash)
  expect([view.header(0), view.header(5)]).toEqual([undefined, undefined])
  expect(ledger.nextCloseIn()).toBe(650)
})

test('a waiting transaction goes into the ledger of the next tick, not of the last', () => {
  const { ledger, clock, pay } = haveLedger({ ledger_close: 1000 })
  const payment = pay()
  ledger.receive(payment)
  clock.advance(10_000)
  expect(ledger.view().transaction(payment.hash)).toMatchObject({
    ledger: 2,
    closedAt: START + 1_000,
  })
  expect(ledger.view().latest().sequence).toBe(11)
})

test('in the instant mode each transaction has a ledger at once', () => {
  const { ledger, clock, pay } = haveLedger({ ledger_close: 'instant' })
  clock.advance(86_400_000)
  const late = pay({ maxTime: BigInt(START / 1000 + 86_400) })
  expect(ledger.receive(late)).toEqual({ kind: 'pending' })
  expect(ledger.view().transaction(late.hash)).toMatchObject({ successful: true, ledger: 2 })
  expect(ledger.nextCloseIn()).toBeNull()
})

test('in the instant mode a transaction that comes too late shows its sender a ledger of now', () => {
  const { ledger, clock, pay } = haveLedger({ ledger_close: 'instant' })
  clock.advance(86_400_000)
  const late = pay({ maxTime: BigInt(START / 1000 + 60) })
  const refused = { kind: 'refused', result: { code: 'tx_too_late' } }
  expect(ledger.receive(late)).toMatchObject(refused)
  expect(ledger.view().latest()).toMatchObject({ sequence: 2, closedAt: START + 86_400_000 })
  expect(ledger.receive(pay({ maxTime: BigInt(START / 1000 + 86_460) }))).toEqual({
    kind: 'pending',
  })
})

test('an included transaction has a separate ledger, and what waits grows no older', () => {
  const { ledger, pay, faucet, alice, carol, bob } = haveLedger({ ledger_inclusion: 'none' })
  const waiting = pay()
  ledger.receive(waiting)
  for (let turn = 0; turn < 3; turn++) ledger.close()

  const funding = pay({ from: faucet, to: carol.address, type: 'create_account' })
  expect(ledger.include(funding)).toMatchObject({ ok: true, transaction: { ledger: 5, index: 1 } })
  expect(ledger.waiting()).toEqual([waiting])
  ledger.close()
  expect(ledger.waiting()).toEqual([])
  expect(ledger.include(pay({ from: bob, to: alice.address, amount: 10n * PI }))).toMatchObject({
    ok: true,
    transaction: { successful: false, result: { operations: ['op_underfunded'] } },
  })
})

test('what cannot go into a ledger is not included', () => {
  const { ledger, pay } = haveLedger()
  expect(ledger.include(pay({ sequence: 7n }))).toMatchObject({
    ok: false,
    result: { code: 'tx_bad_seq' },
    resultXdr: expect.any(String),
  })
  expect(ledger.view().latest().sequence).toBe(1)
})

test('the first signature is not verified when its signer is named', () => {
  const { ledger, pay, alice, bob } = haveLedger()
  const signed = pay()
  const [{ hint }] = signed.signatures as [EnvelopeSignature]
  const broken = { ...signed, signatures: [{ hint, signature: Buffer.alloc(64) }] }
  const badAuth = { ok: false, result: { code: 'tx_bad_auth' } }

  expect(ledger.include(broken)).toMatchObject(badAuth)
  expect(ledger.include(broken, bob.address)).toMatchObject(badAuth)
  expect(ledger.include(broken, alice.address)).toMatchObject({ ok: true })
})

test('a view some ledgers back shows what was then', () => {
  const { ledger, pay, bob, carol } = haveLedger()
  const first = pay()
  ledger.receive(first)
  ledger.close()
  ledger.open(carol.address, PI)
  ledger.close()
  ledger.receive(pay())
  ledger.close()

  const balances = [0, 1, 2, 3].map((lag) => ledger.view(lag).account(bob.address)?.balance)
  expect(balances).toEqual([12n * PI, 11n * PI, 11n * PI, 10n * PI])
  const found = [2, 3].map((lag) => ledger.view(lag).transaction(first.hash)?.ledger)
  expect(found).toEqual([2, undefined])
  const carols = [2, 3].map((lag) => ledger.view(lag).account(carol.address)?.balance)
  expect(carols).toEqual([PI, undefined])
  expect(ledger.view(3).transactions({ includeFailed: true }, { order: 'asc', limit: 9 })).toEqual(
    [],
  )
  expect(ledger.view(50).latest().sequence).toBe(1)
  expect(() => ledger.view(101)).toThrow('at most 100 ledgers behind')
})

test('a view is right to the last ledger that it may be behind', () => {
  const { ledger, pay, bob } = haveLedger()
  for (let turn = 0; turn < 110; turn++) {
    ledger.receive(pay({ amount: 1n }))
    ledger.close()
  }
  const paid = [0, 1, 99, 100].map(
    (lag) => ledger.view(lag).account(bob.address)!.balance - 10n * PI,
  )
  expect(paid).toEqual([110n, 109n, 11n, 10n])
})

test('closes are reported once, to those who still listen', () => {
  const { ledger, clock, settings } = haveLedger({ ledger_close: 1000 })
  let told = 0
  const stop = ledger.onClose(() => told++)
  ledger.view()
  expect(told).toBe(0)
  clock.advance(5_000)
  ledger.view()
  ledger.view()
  expect(told).toBe(1)
  settings.ledger_close = 'by-hand'
  ledger.close()
  expect(told).toBe(2)
  stop()
  ledger.close()
  expect(told).toBe(2)
})

test('a changed interval counts from the first call that sees it', () => {
  const { ledger, clock, settings } = haveLedger()
  clock.advance(3_600_000)
  settings.ledger_close = 1000
  expect(ledger.nextCloseIn()).toBe(1000)
  clock.advance(2_000)
  expect(ledger.view().latest().sequence).toBe(3)
})

test('what waits gets a ledger when the mode becomes instant', () => {
  const { ledger, pay, settings } = haveLedger()
  const payment = pay()
  ledger.receive(payment)
  settings.ledger_close = 'instant'
  expect(ledger.view().transaction(payment.hash)?.ledger).toBe(2)
})

test('what waits gets a ledger when the instant mode includes again', () => {
  const { ledger, pay, settings } = haveLedger({
    ledger_close: 'instant',
    ledger_inclusion: 'none',
  })
  const payment = pay()
  ledger.receive(payment)
  expect(ledger.waiting()).toEqual([payment])
  settings.ledger_inclusion = 'all'
  expect(ledger.view().transaction(payment.hash)?.ledger).toBe(3)
})

test('an enormous jump of the clock makes many ledgers, not endlessly many', () => {
  const { ledger, clock } = haveLedger({ ledger_close: 10 })
  clock.advance(10_000_000_000)
  expect(ledger.view().latest()).toMatchObject({
    sequence: 10_000_001,
    closedAt: START + 10_000_000_000,
  })
  for (let turn = 0; turn < 300; turn++) {
    clock.advance(10_000_000_000)
    ledger.view()
  }
  expect(ledger.view().latest().sequence).toBe(2 ** 31 - 1)
  expect(() => ledger.close()).toThrow('reached its last ledger')
})

test('at the last ledger a transaction waits, and every reading goes on', () => {
  const { ledger, clock, settings, pay, alice, bob } = haveLedger({ ledger_close: 10 })
  while (ledger.ledgersLeft() > 0) clock.advance(10_000_000_000)
  expect(ledger.newestAt(clock.now() + 1000)).toBe(2 ** 31 - 1)
  const sent = pay()
  expect(ledger.receive(sent)).toEqual({ kind: 'pending' })
  settings.ledger_close = 'instant'
  expect(ledger.waiting()).toEqual([sent])
  expect(ledger.receive(pay({ from: bob, to: alice.address }))).toEqual({
    kind: 'pending',
  })
  expect(ledger.view().latest().sequence).toBe(2 ** 31 - 1)
})

test('what the newest ledger will be at an instant is what it is then', () => {
  const { ledger, clock } = haveLedger({ ledger_close: 10 })
  for (const ms of [0, 9, 10, 95, 10_000_000_000]) {
    const promised = ledger.newestAt(clock.now() + ms)
    clock.advance(ms)
    expect(ledger.view().latest().sequence).toBe(promised)
  }
})

test('an account is opened once, with what the faucet can give', () => {
  const { ledger, alice, carol } = haveLedger()
  expect(() => ledger.open(alice.address, 1n)).toThrow('already exists')
  expect(() => ledger.open(carol.address, 100_000_000_000n * PI)).toThrow('cannot give')
  expect(() => ledger.open(carol.address, -1n)).toThrow('cannot give')
})
