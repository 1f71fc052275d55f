import { hash } from 'node:crypto'
import { chainAccountSchema, chainOperationPageSchema } from '@aloha-pi/contracts/chain'
import { AuthImmutableFlag, AuthRevocableFlag, Keypair, Operation } from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import { haveSigners } from './have-signers.ts'
import { formOf } from './start-chain.ts'

test('home domain, flags, thresholds and signers are those that set_options made', async () => {
  const { send, call, account } = await haveSigners()
  const cosigner = Keypair.random().publicKey()
  const secret = hash('sha256', 'a secret', 'buffer')
  const { hash: txid } = await send([
    Operation.setOptions({
      homeDomain: 'pi.example',
      setFlags: AuthRevocableFlag,
      masterWeight: 5,
      lowThreshold: 1,
      medThreshold: 2,
      highThreshold: 3,
      signer: { ed25519PublicKey: cosigner, weight: 4 },
    }),
    Operation.setOptions({ signer: { sha256Hash: secret, weight: 1 } }),
  ])

  const { body } = await call('GET', `/accounts/${account}`)

  expect(chainAccountSchema.parse(body)).toMatchObject({
    home_domain: 'pi.example',
    subentry_count: 2,
    thresholds: { low_threshold: 1, med_threshold: 2, high_threshold: 3 },
    flags: {
      auth_required: false,
      auth_revocable: true,
      auth_immutable: false,
      auth_clawback_enabled: false,
    },
  })
  const ofSecret = body.signers.find((each: { type: string }) => each.type === 'sha256_hash')
  expect(ofSecret).toEqual({ weight: 1, key: expect.stringMatching(/^X/), type: 'sha256_hash' })
  const byKey = body.signers.map(({ key }: { key: string }) => key)
  expect(byKey).toEqual([account, cosigner, ofSecret.key].sort())
  const operations = await call('GET', `/transactions/${txid}/operations`)
  expect(chainOperationPageSchema.parse(operations.body)._embedded.records).toMatchObject([
    {
      type: 'set_options',
      type_i: 5,
      home_domain: 'pi.example',
      master_key_weight: 5,
      signer_key: cosigner,
      signer_weight: 4,
      set_flags: [2],
      set_flags_s: ['auth_revocable'],
      low_threshold: 1,
      med_threshold: 2,
      high_threshold: 3,
    },
    { type: 'set_options', signer_key: ofSecret.key, signer_weight: 1 },
  ])
})

test('two of two keys send together what one alone cannot', async () => {
  const { send, build, pay, post, server } = await haveSigners()
  const cosigner = Keypair.random()
  await send([
    Operation.setOptions({
      medThreshold: 2,
      highThreshold: 2,
      signer: { ed25519PublicKey: cosigner.publicKey(), weight: 1 },
    }),
  ])
  const payment = build({ operations: [pay('1')] })
  const alone = await post(formOf(payment))
  expect(alone.body.extras.result_codes).toEqual({
    transaction: 'tx_failed',
    operations: ['op_bad_auth'],
  })

  payment.sign(cosigner)
  expect((await server.submitTransaction(payment)).successful).toBe(true)

  const tooMany = build({ operations: [pay('1')] })
  tooMany.sign(cosigner, Keypair.random())
  const { body } = await post(formOf(tooMany))
  expect(body.extras.result_codes).toEqual({ transaction: 'tx_bad_auth_extra' })
})

test('a transaction that was let through in advance needs no signature, once', async () => {
  const { send, build, pay, server, account, sequence } = await haveSigners()
  const coming = build({ after: String(BigInt(sequence()) + 1n), operations: [pay('1')] })
  const unsigned = build({ after: String(BigInt(sequence()) + 1n), operations: [pay('1')] })
  unsigned.signatures.length = 0
  await send([Operation.setOptions({ signer: { preAuthTx: coming.hash(), weight: 1 } })])
  expect((await server.loadAccount(account)).signers.map(({ type }) => type)).toContain(
    'preauth_tx',
  )

  expect((await server.submitTransaction(unsigned)).successful).toBe(true)

  const after = await server.loadAccount(account)
  expect(after.signers.map(({ type }) => type)).toEqual(['ed25519_public_key'])
  expect(after.subentry_count).toBe(0)
})

test('an own key without weight is listed last, and flags that are fixed stay', async () => {
  const { send, fail, server, account } = await haveSigners()
  const cosigner = Keypair.random()
  await send([
    Operation.setOptions({
      setFlags: AuthImmutableFlag,
      masterWeight: 0,
      signer: { ed25519PublicKey: cosigner.publicKey(), weight: 1 },
    }),
  ])
  expect((await server.loadAccount(account)).signers).toEqual([
    { weight: 1, key: cosigner.publicKey(), type: 'ed25519_public_key' },
    { weight: 0, key: account, type: 'ed25519_public_key' },
  ])
  expect(await fail([Operation.setOptions({ homeDomain: 'x' })])).toEqual({
    transaction: 'tx_bad_auth',
  })
})
