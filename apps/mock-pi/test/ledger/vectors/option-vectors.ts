import { stellar } from '../have-ledger.ts'
import { addressOf, build, keyOf, type pay } from './build-with-stellar.ts'
import { after, opened, rawOptions, setOptions, signer, type Options } from './build-operations.ts'
import { applied, failed, refused, type Vector } from './vector.ts'

// Source: SetOptionsOpFrame.cpp of stellar-core. Of Pi itself none of this is published: inferred.

const { AuthClawbackEnabledFlag, AuthImmutableFlag, AuthRequiredFlag, AuthRevocableFlag } = stellar
const { Keypair, xdr } = stellar
const FEE = 100_000n
const PART = 4_900_000n
const RESERVE = 2n * PART

const one = (operation: ReturnType<typeof pay>) => build({ operations: [operation] })
const set = (options: Options) => one(setOptions(options))
const wrong = (code: Parameters<typeof failed>[0][number]) => refused('tx_failed', [code])
const addOtherSigners = (count: number) =>
  Array.from({ length: count }, () =>
    setOptions({ signer: { ed25519PublicKey: Keypair.random().publicKey(), weight: 1 } }),
  )
const tooHigh = (
  field: 'masterWeight' | 'lowThreshold' | 'medThreshold' | 'highThreshold',
): Vector => ({
  name: `${field} of 256`,
  build: one(rawOptions({ [field]: 256 })),
  ...wrong('op_threshold_out_of_range'),
})
const signedPayload = new xdr.SignerKeyEd25519SignedPayload({
  ed25519: keyOf('bob').rawPublicKey(),
  payload: Buffer.from('payload'),
})

export const optionVectors: Vector[] = [
  { name: 'nothing at all', build: set({}), ...applied() },
  { name: 'a home domain', build: set({ homeDomain: 'pi.example' }), ...applied() },
  { name: 'no home domain', build: set({ homeDomain: '' }), ...applied() },
  {
    name: 'a home domain with a control character',
    build: set({ homeDomain: 'pi\nexample' }),
    ...wrong('op_invalid_home_domain'),
  },
  {
    name: 'a home domain that is not ASCII',
    build: set({ homeDomain: 'zürich.example' }),
    ...wrong('op_invalid_home_domain'),
  },
  {
    name: 'an unknown flag',
    build: one(rawOptions({ setFlags: 16 })),
    ...wrong('op_unknown_flag'),
  },
  {
    name: 'an unknown flag that is cleared',
    build: one(rawOptions({ clearFlags: 2 ** 31 })),
    ...wrong('op_unknown_flag'),
  },
  {
    name: 'a flag that is set and cleared',
    build: set({ setFlags: AuthRequiredFlag, clearFlags: AuthRequiredFlag }),
    ...wrong('op_bad_flags'),
  },
  {
    name: 'flags come before thresholds',
    build: one(rawOptions({ setFlags: 1, clearFlags: 1, lowThreshold: 256 })),
    ...wrong('op_bad_flags'),
  },
  {
    name: 'clawback without being able to revoke',
    build: set({ setFlags: AuthClawbackEnabledFlag }),
    ...failed(['op_auth_revocable_required']),
  },
  {
    name: 'clawback of an issuer who can revoke',
    build: one(rawOptions({ setFlags: AuthClawbackEnabledFlag | AuthRevocableFlag })),
    ...applied(),
  },
  {
    name: 'an issuer who may claw back stops being able to revoke',
    before: after({
      operations: [rawOptions({ setFlags: AuthClawbackEnabledFlag | AuthRevocableFlag })],
    }),
    build: set({ clearFlags: AuthRevocableFlag }),
    ...failed(['op_auth_revocable_required']),
  },
  {
    name: 'flags of an account whose flags are fixed',
    before: after({ operations: [setOptions({ setFlags: AuthImmutableFlag })] }),
    build: set({ setFlags: AuthRequiredFlag }),
    ...failed(['op_cant_change']),
  },
  {
    name: 'the flag that fixes flags is fixed too',
    before: after({ operations: [setOptions({ setFlags: AuthImmutableFlag })] }),
    build: set({ clearFlags: AuthImmutableFlag }),
    ...failed(['op_cant_change']),
  },
  {
    name: 'a home domain of an account whose flags are fixed',
    before: after({ operations: [setOptions({ setFlags: AuthImmutableFlag })] }),
    build: set({ homeDomain: 'pi.example' }),
    ...applied(),
  },
  tooHigh('masterWeight'),
  tooHigh('lowThreshold'),
  tooHigh('medThreshold'),
  tooHigh('highThreshold'),
  { name: 'thresholds of 255', build: set({ lowThreshold: 255 }), ...applied() },
  { name: 'a signer', build: set(signer('bob')), ...applied() },
  { name: 'a signer who is not on the chain', build: set(signer('carol')), ...applied() },
  { name: 'oneself as signer', build: set(signer('alice')), ...wrong('op_bad_signer') },
  {
    name: 'a signer of weight 256',
    build: one(
      rawOptions({
        signer: new xdr.Signer({
          key: xdr.SignerKey.signerKeyTypeEd25519(keyOf('bob').rawPublicKey()),
          weight: 256,
        }),
      }),
    ),
    ...wrong('op_bad_signer'),
  },
  { name: 'the end of a signer that there is not', build: set(signer('bob', 0)), ...applied() },
  {
    name: 'a signer’s new weight costs no reserve',
    before: (chain) => {
      opened('dora', RESERVE + PART + 2n * FEE)(chain)
      after({ from: 'dora', operations: [setOptions(signer('bob'))] })(chain)
    },
    build: build({ from: 'dora', operations: [setOptions(signer('bob', 7))] }),
    ...applied(1, { dora: RESERVE + PART }),
  },
  {
    name: 'one stroop less than the reserve of a signer',
    before: opened('dora', RESERVE + PART + FEE - 1n),
    build: build({ from: 'dora', operations: [setOptions(signer('bob'))] }),
    ...failed(['op_low_reserve']),
  },
  {
    name: 'twenty signers',
    before: after({ operations: addOtherSigners(19) }),
    build: set(signer('bob')),
    ...applied(),
  },
  {
    name: 'one signer more than twenty',
    before: after({ operations: addOtherSigners(20) }),
    build: set(signer('bob')),
    ...failed(['op_too_many_signers']),
  },
  {
    name: 'a signer of a payload is not simulated',
    build: one(
      rawOptions({
        signer: new xdr.Signer({
          key: xdr.SignerKey.signerKeyTypeEd25519SignedPayload(signedPayload),
          weight: 1,
        }),
      }),
    ),
    ...wrong('op_not_supported'),
  },
  {
    name: 'a destination of inflation is not simulated',
    build: set({ inflationDest: addressOf('bob') }),
    ...wrong('op_not_supported'),
  },
]
