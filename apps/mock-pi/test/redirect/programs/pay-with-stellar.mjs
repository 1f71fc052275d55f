// Does with Horizon clients, by the https addresses of Pi's testnet, what an app does; prints what each got.
import { createRequire } from 'node:module'
import * as sdk17 from '@stellar/stellar-sdk'
import * as sdk17WithAxios from '@stellar/stellar-sdk/axios'

const require = createRequire(import.meta.url)
const sdk10 = createRequire(require.resolve('pi-backend'))('stellar-sdk')

const { WALLET_PRIVATE_SEED, TO } = process.env
const clients = {
  'stellar-sdk 10': { ...sdk10, Server: sdk10.Server },
  'stellar-sdk 17': { ...sdk17, Server: sdk17.Horizon.Server },
  'stellar-sdk 17 with axios': { ...sdk17WithAxios, Server: sdk17WithAxios.Horizon.Server },
}

async function pay({ Server, Keypair, TransactionBuilder, Operation, Asset, Memo }, memo) {
  const wallet = Keypair.fromSecret(WALLET_PRIVATE_SEED)
  const horizon = new Server('https://api.testnet.minepi.com')
  const account = await horizon.loadAccount(wallet.publicKey())
  const fee = String(await horizon.fetchBaseFee())
  const timebounds = await horizon.fetchTimebounds(60)
  const transaction = new TransactionBuilder(account, {
    fee,
    timebounds,
    networkPassphrase: 'Pi Testnet',
  })
    .addOperation(Operation.payment({ destination: TO, asset: Asset.native(), amount: '1.5' }))
    .addMemo(Memo.text(memo))
    .build()
  transaction.sign(wallet)
  const { hash, successful } = await horizon.submitTransaction(transaction)
  const again = await horizon.transactions().transaction(hash).call()
  const { records } = await horizon
    .transactions()
    .forAccount(wallet.publicKey())
    .order('desc')
    .call()
  return { fee, hash, successful, memo: again.memo, newest: records[0].hash }
}

const told = {}
for (const [name, client] of Object.entries(clients)) {
  told[name] = await pay(client, name)
  const mainnet = new client.Server('https://api.mainnet.minepi.com')
  told[name].mainnet = await mainnet.loadAccount(TO).then(
    () => 'an account',
    (error) => error.response?.data?.detail ?? error.response?.detail ?? String(error),
  )
}
process.stdout.write(JSON.stringify(told))
