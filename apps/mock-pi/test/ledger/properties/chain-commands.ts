import fc from 'fast-check'
import { decodeEnvelope } from '../../../src/ledger/decode-envelope.ts'
import type { Envelope, Operation } from '../../../src/ledger/envelope.ts'
import type { LedgerClose } from '../../../src/ledger/ledger.ts'
import { PI, stellar } from '../have-ledger.ts'
import { bump, create, keyOf, pay } from '../vectors/build-with-stellar.ts'
import { ACTORS, addressOf, type Actor, type ChainWorld } from './chain-world.ts'

/** One thing that happens. Printed as it is when a sequence of them breaks something. */
export type ChainCommand =
  | { do: 'receive' | 'include'; transaction: ChainTransaction }
  | { do: 'close' }
  | { do: 'pass'; ms: number }
  | { do: 'switch close'; to: LedgerClose }
  | { do: 'switch inclusion'; to: 'all' | 'none' }
  | { do: 'open'; actor: Actor; balance: bigint }

type ChainTransaction = {
  from: Actor
  step: bigint
  /** Seconds until it expires; 0: never. */
  life: number
  operations: { kind: Operation['type']; to: Actor; amount: string; source: Actor | null }[]
  /** Whether everybody who has to sign does. */
  isSigned: boolean
}

const actor = fc.constantFrom(...ACTORS)
const transaction: fc.Arbitrary<ChainTransaction> = fc.record({
  from: fc.oneof({ weight: 3, arbitrary: fc.constantFrom('alice', 'bob') }, actor),
  step: fc.oneof({ weight: 9, arbitrary: fc.constant(1n) }, fc.constantFrom(0n, 2n)),
  life: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 12 })),
  operations: fc.array(
    fc.record({
      kind: fc.oneof(
        { weight: 5, arbitrary: fc.constant('payment') },
        fc.constantFrom('create_account', 'bump_sequence'),
      ),
      to: actor,
      amount: fc.constantFrom('0.0000001', '0.98', '1', '5', '9.01', '300', '2000'),
      source: fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, actor),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  isSigned: fc.oneof({ weight: 9, arbitrary: fc.constant(true) }, fc.constant(false)),
}) as fc.Arbitrary<ChainTransaction>

export const commandArbitrary: fc.Arbitrary<ChainCommand> = fc.oneof(
  {
    weight: 10,
    arbitrary: transaction.map((transaction) => ({ do: 'receive' as const, transaction })),
  },
  {
    weight: 2,
    arbitrary: transaction.map((transaction) => ({ do: 'include' as const, transaction })),
  },
  { weight: 5, arbitrary: fc.constant({ do: 'close' as const }) },
  { weight: 4, arbitrary: fc.nat({ max: 7_000 }).map((ms) => ({ do: 'pass' as const, ms })) },
  fc
    .constantFrom<LedgerClose>('instant', 'by-hand', 10, 700, 1_000, 5_000)
    .map((to) => ({ do: 'switch close' as const, to })),
  fc
    .constantFrom('all' as const, 'none' as const)
    .map((to) => ({ do: 'switch inclusion' as const, to })),
  fc
    .record({
      actor: fc.constantFrom<Actor>('eve', 'frank'),
      balance: fc.constantFrom(0n, 9_900_000n, 50n * PI),
    })
    .map(({ actor, balance }) => ({ do: 'open' as const, actor, balance })),
)

/** Does it, and writes down what the invariants need to know. */
export function perform(world: ChainWorld, command: ChainCommand): void {
  const { ledger, clock, settings, admitted } = world
  const before = ledger.view().latest().sequence
  let ownLedgers = 0
  if (command.do === 'receive') {
    const envelope = buildTransaction(world, command.transaction)
    const { kind } = ledger.receive(envelope)
    if (kind === 'pending') admitted.set(envelope.hash, { envelope, ledgers: 0, open: 0 })
  } else if (command.do === 'include') {
    ownLedgers = ledger.include(buildTransaction(world, command.transaction)).ok ? 1 : 0
  } else if (command.do === 'close') ledger.close()
  else if (command.do === 'pass') clock.advance(command.ms)
  else if (command.do === 'switch close') settings.ledger_close = command.to
  else if (command.do === 'switch inclusion') settings.ledger_inclusion = command.to
  else if (command.do === 'open') open(world, command.actor, command.balance)
  const closed = ledger.view().latest().sequence - before - ownLedgers
  for (const entry of admitted.values()) {
    entry.ledgers += closed
    if (settings.ledger_inclusion === 'all') entry.open += closed
  }
}

function open({ ledger, replayed, faucet }: ChainWorld, actor: Actor, balance: bigint) {
  const address = addressOf(actor)
  if (ledger.view().account(address) != null) return
  ledger.open(address, balance)
  replayed.balances.set(address, balance)
  replayed.balances.set(faucet.address, (replayed.balances.get(faucet.address) ?? 0n) - balance)
  replayed.sequences.set(address, BigInt(ledger.view().latest().sequence) * 2n ** 32n)
}

function buildTransaction({ ledger, clock }: ChainWorld, order: ChainTransaction): Envelope {
  const { from, step, life, isSigned } = order
  const sequence = (ledger.view().account(addressOf(from))?.sequence ?? 0n) + step
  const account = new stellar.Account(addressOf(from), String(sequence - 1n))
  const maxTime = life === 0 ? 0 : Math.floor(clock.now() / 1000) + life
  const builder = new stellar.TransactionBuilder(account, {
    fee: '100000',
    networkPassphrase: 'Pi Testnet',
    timebounds: { minTime: 0, maxTime },
  })
  for (const { kind, to, amount, source } of order.operations) {
    const own = source ?? undefined
    if (kind === 'payment') builder.addOperation(pay(to as never, amount, own as never))
    else if (kind === 'create_account')
      builder.addOperation(create(to as never, amount, own as never))
    else builder.addOperation(bump(sequence + BigInt(Math.floor(Number(amount))), own as never))
  }
  const built = builder.build()
  const signers = new Set([from, ...order.operations.map(({ source }) => source ?? from)])
  for (const signer of isSigned ? signers : []) built.sign(keyOf(signer as never))
  const envelope = decodeEnvelope(stellar, built.toXdr(), 'Pi Testnet')
  if (envelope == null) throw new Error('A newly built transaction cannot be read')
  return envelope
}
