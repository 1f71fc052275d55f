// Runs as a separate process. Reads one job as JSON from its arguments, prints one result as JSON.
import { Agent, request } from 'node:http'
import { Account, Asset, Keypair, Operation, TransactionBuilder } from '@stellar/stellar-sdk/base'

export type SubmitJob = { port: number; network: string; wallets: number; perWallet: number }
export type SubmitResult = {
  transactions: number
  durationMs: number
  /** The same transactions read and verified only by Stellar's library, in this process. */
  libraryMs: number
}

const FEE = '100000'
const job = JSON.parse(process.argv[2] ?? '') as SubmitJob
const agent = new Agent({ keepAlive: true, maxSockets: job.wallets })
const wallets = Array.from({ length: job.wallets }, () => Keypair.random())

function post(path: string, contentType: string, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': contentType, 'content-length': Buffer.byteLength(body) }
    const { port } = job
    const options = { agent, host: '127.0.0.1', port, path, method: 'POST', headers }
    const sent = request(options, async (response) => {
      let text = ''
      for await (const chunk of response.setEncoding('utf8')) text += String(chunk)
      if (response.statusCode === 200) resolve(text)
      else reject(new Error(`${path} returned ${response.statusCode}: ${text.slice(0, 500)}`))
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

/** Signed payments to the next wallet, with consecutive sequences from the one the account has. */
async function preparePayments(wallet: Keypair, index: number): Promise<string[]> {
  const response = await fetch(`http://127.0.0.1:${job.port}/accounts/${wallet.publicKey()}`)
  const { sequence } = (await response.json()) as { sequence: string }
  const account = new Account(wallet.publicKey(), sequence)
  const destination = wallets[(index + 1) % wallets.length]?.publicKey() ?? ''
  return Array.from({ length: job.perWallet }, () => {
    const transaction = new TransactionBuilder(account, {
      fee: FEE,
      networkPassphrase: job.network,
    })
      .addOperation(Operation.payment({ destination, asset: Asset.native(), amount: '0.0000001' }))
      .setTimeout(0)
      .build()
    transaction.sign(wallet)
    return transaction.toXdr()
  })
}

async function submitAll(envelopes: readonly string[]) {
  for (const xdr of envelopes) {
    const form = new URLSearchParams({ tx: xdr }).toString()
    await post('/transactions', 'application/x-www-form-urlencoded', form)
  }
}

function readByLibrary(envelopes: readonly string[], wallet: Keypair) {
  for (const xdr of envelopes) {
    const transaction = TransactionBuilder.fromXDR(xdr, job.network)
    const signature = transaction.signatures[0]?.signature.toBytes()
    if (signature == null || !wallet.verify(transaction.hash(), signature)) {
      throw new Error('The library does not verify its own signature')
    }
  }
}

for (const wallet of wallets) {
  const body = JSON.stringify({ address: wallet.publicKey(), amount: 1000 })
  await post('/_mock/ledger/fund', 'application/json', body)
}
const prepared = await Promise.all(wallets.map(preparePayments))
const startedAt = performance.now()
await Promise.all(prepared.map(submitAll))
const durationMs = performance.now() - startedAt
const libraryStartedAt = performance.now()
for (const [index, wallet] of wallets.entries()) readByLibrary(prepared[index] ?? [], wallet)
const result: SubmitResult = {
  transactions: prepared.flat().length,
  durationMs,
  libraryMs: performance.now() - libraryStartedAt,
}
process.stdout.write(`${JSON.stringify(result)}\n`)
agent.destroy()
