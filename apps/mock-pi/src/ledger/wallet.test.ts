import { createPublicKey, verify } from 'node:crypto'
import { expect, test } from 'vitest'
import { createWallet, MAX_KNOWN } from './wallet.ts'

// Test 1 of SEP-5, account 0.
const SECRET = '4d691bc19b44a1383b1a0a130aaca3e05c3c1a371dbe45930ef9b761f7a74691'

test('the first key pair of SEP-5 is derived as published', () => {
  const wallet = createWallet(Buffer.from(SECRET, 'hex'))

  expect(wallet.address).toBe('GDRXE2BQUC3AZNPVFSCEZ76NJ3WWL25FYFK6RGZGIEKWE4SOOHSUJUJ6')
  expect(wallet.seed).toBe('SBGWSG6BTNCKCOB3DIFBGCVMUPQFYPA2G4O34RMTB343OYPXU5DJDVMN')
})

test('a wallet signs so that its public key verifies', () => {
  const wallet = createWallet(Buffer.from(SECRET, 'hex'))
  const publicKey = createPublicKey({
    key: {
      kty: 'OKP',
      crv: 'Ed25519',
      x: Buffer.from(
        'e3726830a0b60cb5f52c844cffcd4eed65eba5c155e89b26411562724e71e544',
        'hex',
      ).toString('base64url'),
    },
    format: 'jwk',
  })
  const bytes = Buffer.from('a transaction')

  expect(verify(null, bytes, publicKey, wallet.sign(bytes))).toBe(true)
})

test('the wallet of a secret is derived once, and again after many others', () => {
  const secret = Buffer.from(SECRET, 'hex')
  const wallet = createWallet(secret)
  expect(createWallet(Buffer.from(secret))).toBe(wallet)

  for (let place = 0; place < MAX_KNOWN; place++) createWallet(Buffer.alloc(32, `${place}.`))
  expect(createWallet(secret)).not.toBe(wallet)
  expect(createWallet(secret).address).toBe(wallet.address)
})
