import { haveLedger, stellar } from '../have-ledger.ts'
import { lock } from '../vectors/build-operations.ts'
import { addressOf, transaction } from '../vectors/build-with-stellar.ts'

const word = (value: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

/**
 * The envelope of a contract call whose argument is a list in a list, so many levels deep. `length` is what
 * each list says of itself; each holds one element.
 */
export function nestedInvocation(depth: number, length = 1): string {
  const key = Buffer.from(stellar.StrKey.decodeEd25519PublicKey(addressOf('alice')))
  const list = Buffer.concat([word(16), word(1), word(length)])
  const nothing = word(1)
  const source = Buffer.concat([word(0), key, word(100_000), word(0), word(1)])
  const call = Buffer.concat([
    word(0), // no source of its own
    word(24), // invoke_host_function
    word(0), // invoke contract
    word(1), // a contract’s address
    Buffer.alloc(32),
    word(1),
    Buffer.from('f\0\0\0'),
    word(1), // one argument
    ...Array.from({ length: depth }, () => list),
    nothing,
    word(0), // no authorisation
  ])
  return Buffer.concat([
    word(2),
    source,
    word(0), // no preconditions
    word(0), // no memo
    word(1), // one operation
    call,
    word(0),
    word(0), // no signature
  ]).toString('base64')
}

/** A claimable balance whose condition negates itself so many times, in bytes alone: no builder goes that deep. */
export function nestedPredicate(depth: number): string {
  const [NOT, ALWAYS] = ['0000000300000001', '00000000']
  const { Claimant } = stellar
  const claimants = [
    new Claimant(addressOf('bob'), Claimant.predicateNot(Claimant.predicateUnconditional())),
  ]
  const built = transaction(haveLedger(), { operations: [lock({ claimants })] })
  const hex = Buffer.from(built.toXdr(), 'base64').toString('hex')
  const nested = hex.replace(NOT + ALWAYS, NOT.repeat(depth) + ALWAYS)
  return Buffer.from(nested, 'hex').toString('base64')
}
