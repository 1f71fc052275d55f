import { decodeEnvelope } from '../../../src/ledger/decode-envelope.ts'
import type { Envelope } from '../../../src/ledger/envelope.ts'
import { stellar } from '../have-ledger.ts'
import { bump, create, keyOf, pay } from '../vectors/build-with-stellar.ts'
import type { ChainOperation, ChainTransaction } from './chain-operation.ts'
import { addressOf, type Actor, type ChainWorld } from './chain-world.ts'

const { Asset, Claimant, Operation } = stellar
/** What everybody issues. */
const CODE = 'USD'

/** Builds with stellar's library, for the sequence that the source has now. */
export function buildTransaction(world: ChainWorld, order: ChainTransaction): Envelope {
  const { ledger, clock } = world
  const { from, step, life, isSigned } = order
  const sequence = (ledger.view().account(addressOf(from))?.sequence ?? 0n) + step
  const account = new stellar.Account(addressOf(from), String(sequence - 1n))
  const maxTime = life === 0 ? 0 : Math.floor(clock.now() / 1000) + life
  const builder = new stellar.TransactionBuilder(account, {
    fee: '100000',
    networkPassphrase: 'Pi Testnet',
    timebounds: { minTime: 0, maxTime },
  })
  for (const each of order.operations) builder.addOperation(build(world, each, sequence))
  const built = builder.build()
  const signers = new Set([from, ...order.operations.map((each) => signerOf(each) ?? from)])
  for (const signer of isSigned ? signers : []) built.sign(keyOf(signer as never))
  const envelope = decodeEnvelope(stellar, built.toXdr(), 'Pi Testnet')
  if (envelope == null) throw new Error('A transaction that was just built cannot be read')
  return envelope
}

/** A claim is always one of its claimant. */
function signerOf({ kind, source, to }: ChainOperation): Actor | null {
  return kind === 'claim_claimable_balance' ? to : source
}

function build(world: ChainWorld, operation: ChainOperation, sequence: bigint) {
  const { kind, to, amount, source, place } = operation
  // The helpers of the vectors know fewer names.
  const [own, other] = [source ?? undefined, to] as [never, never]
  const from = source == null ? {} : { source: addressOf(source) }
  const asset = issuedBy(place % 2 === 0 ? to : 'bob')
  switch (kind) {
    case 'payment':
      return pay(other, amount, own)
    case 'create_account':
      return create(other, amount, own)
    case 'bump_sequence':
      return bump(sequence + BigInt(Math.floor(Number(amount))), own)
    case 'change_trust':
      return Operation.changeTrust({ asset, limit: place === 5 ? '0' : amount, ...from })
    case 'pay_issued':
      return Operation.payment({ destination: addressOf(to), asset, amount, ...from })
    case 'create_claimable_balance': {
      const claimants = [new Claimant(addressOf(to), conditionOf(world, operation))]
      if (to !== 'alice' && place > 2) claimants.push(new Claimant(addressOf('alice')))
      const what = place === 5 ? asset : Asset.native()
      return Operation.createClaimableBalance({ asset: what, amount, claimants, ...from })
    }
    case 'claim_claimable_balance': {
      const waiting = world.ledger.view().claimableBalances({ claimant: addressOf(to) })
      const balanceId = waiting[place % Math.max(1, waiting.length)]?.id ?? '0'.repeat(72)
      return Operation.claimClaimableBalance({ balanceId, source: addressOf(to) })
    }
    case 'set_options':
      return Operation.setOptions({ ...optionsOf(operation), ...from })
  }
}

const issuedBy = (actor: Actor) => new Asset(CODE, addressOf(actor))

function conditionOf({ clock }: ChainWorld, { condition }: ChainOperation) {
  const soon = Claimant.predicateBeforeAbsoluteTime(String(Math.floor(clock.now() / 1000) + 10))
  switch (condition) {
    case 'always':
      return Claimant.predicateUnconditional()
    case 'soon':
      return soon
    case 'later':
      return Claimant.predicateNot(soon)
    case 'never':
      return Claimant.predicateBeforeRelativeTime('0')
  }
}

function optionsOf({ options, to, place }: ChainOperation) {
  switch (options) {
    case 'domain':
      return { homeDomain: `${to}.example` }
    case 'signer':
      return { signer: { ed25519PublicKey: addressOf(to), weight: place % 3 } }
    case 'no signer':
      return { signer: { ed25519PublicKey: addressOf(to), weight: 0 } }
    case 'weights':
      return { lowThreshold: 0, medThreshold: place % 2, highThreshold: 1 }
    case 'required':
      return place === 0 ? { setFlags: stellar.AuthRequiredFlag } : {}
  }
}
