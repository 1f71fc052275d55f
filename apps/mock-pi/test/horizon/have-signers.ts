import { Keypair, type xdr } from '@stellar/stellar-sdk'
import { startChain } from './start-chain.ts'

/** A chain on which the app's wallet, alice and bob can send any operations. */
export async function haveSigners(...args: Parameters<typeof startChain>) {
  const chain = await startChain(...args)
  const { world, build, server } = chain
  const keyOf = (name: string) => Keypair.fromSecret(world.users.find(name)?.wallet?.seed ?? '')
  const [aliceKey, bobKey] = [keyOf('alice'), keyOf('bob')]
  return {
    ...chain,
    aliceKey,
    bobKey,
    bob: bobKey.publicKey(),
    /** Sends operations of the app's wallet, or of another key, and returns the record. */
    send: (operations: xdr.Operation[], signer?: Keypair) =>
      server.submitTransaction(
        build({
          operations,
          fee: '1000000',
          ...(signer == null ? {} : { source: signer.publicKey(), signer }),
        }),
      ),
    /** The codes of operations that fail. */
    fail: async (operations: xdr.Operation[], signer?: Keypair): Promise<unknown> => {
      const order = { operations, fee: '1000000' }
      const own = signer == null ? order : { ...order, source: signer.publicKey(), signer }
      const { body } = await chain.post(new URLSearchParams({ tx: build(own).toXdr() }))
      return body.extras?.result_codes
    },
  }
}
