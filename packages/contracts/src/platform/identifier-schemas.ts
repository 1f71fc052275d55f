import * as z from 'zod'

/** A payment identifier. Real ones are 28 letters and digits; the wider rule keeps test ids usable. */
export const paymentIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be 1 to 64 letters, digits, "-" or "_"')
  .meta({
    id: 'PaymentId',
    description: 'Payment identifier: 28 letters and digits, chosen by Pi.',
    examples: ['RKo9DyyzYmmnq4roS1infxy1qc4m'],
  })

/** A transaction id: the Stellar transaction hash. */
export const txidSchema = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'must be 64 lowercase hexadecimal digits')
  .meta({
    id: 'Txid',
    description: 'Transaction id: the hash of the blockchain transaction.',
    examples: ['2e161867201541d27ce138c0247e1e1c5208da96e0925851db97d368dcc52062'],
  })

/** A user's id within one app; another app sees another uid. GUID-shaped: the documents' own example is not a RFC uuid. */
export const uidSchema = z.guid('must be a uid like a1111111-aaaa-bbbb-2222-ccccccc3333d').meta({
  id: 'Uid',
  description:
    "App-specific user id; letter case does not matter. It changes when the user revokes the app's access and grants it again.",
  examples: ['a1111111-aaaa-4bbb-8222-ccccccc3333d'],
})

/** A uid in the one spelling that is compared and stored. */
export function canonicalUid(uid: string): string {
  return uid.toLowerCase()
}

/** The two networks; the name is also the network passphrase. */
export const networkSchema = z.enum(['Pi Network', 'Pi Testnet']).meta({
  id: 'Network',
  description: 'Network name, identical to the network passphrase.',
})
export type Network = z.infer<typeof networkSchema>

/** A wallet's public key in Stellar's G… form. */
export const walletAddressSchema = z
  .string()
  .regex(/^G[A-Z2-7]{55}$/, 'must be a wallet address: G and 55 characters A-Z, 2-7')
  .meta({ id: 'WalletAddress', description: 'Public key of a wallet.' })
