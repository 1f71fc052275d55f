import { changeMock } from '../targets/change-mock.ts'
import { startTarget } from '../targets/target-process.ts'

/** An app at the mock with its own wallet, and a user who takes its payments. */
export type PayingApp = {
  id: string
  apiKey: string
  wallet: { address: string; seed: string }
  uid: string
}
/** Successful transactions of the app's wallet for one order: more than one is paying twice. */
export type Paid = Map<string, { ledger: number }[]>

export type PayoutWorld = {
  url: string
  setLedgerClose(close: number | 'instant'): Promise<void>
  newApp(): Promise<PayingApp>
  readPaid(app: PayingApp): Promise<Paid>
  stop(): Promise<void>
}

/** A mock in a separate process. */
export async function startPayoutWorld(): Promise<PayoutWorld> {
  const mock = await startTarget('mock.ts')
  const { port } = mock.ready
  const url = `http://127.0.0.1:${port}`
  return {
    url,
    async setLedgerClose(close) {
      await changeMock(port, 'PATCH', '/settings', { ledger_close: close })
    },
    async newApp() {
      // The control API's responses are checked in the mock's own tests.
      const app = (await changeMock(port, 'POST', '/apps')) as ControlApp
      const grant = { username: 'alice', app_id: app.app_id }
      const { user } = (await changeMock(port, 'POST', '/sign-in', grant)) as SignedIn
      const wallet = { address: app.wallet_address, seed: app.wallet_seed }
      return { id: app.app_id, apiKey: app.api_key, wallet, uid: user.uid }
    },
    readPaid: (app) => readPaid(url, app),
    stop: () => mock.stop(),
  }
}

type ControlApp = { app_id: string; api_key: string; wallet_address: string; wallet_seed: string }
type SignedIn = { user: { uid: string } }
type Transactions = {
  _embedded: {
    records: { paging_token: string; successful: boolean; memo?: string; ledger: number }[]
  }
}
type Payments = {
  payments: { payment: { identifier: string; metadata: { order?: string } | null } }[]
  next: string | null
}

const PAGE = 200

/** From the ledger, past every link; the memo is the payment, whose metadata name the order. */
async function readPaid(url: string, app: PayingApp): Promise<Paid> {
  const orders = await readOrders(url)
  const paid: Paid = new Map()
  for (let cursor = ''; ;) {
    const query = `limit=${PAGE}&order=asc&cursor=${cursor}`
    const path = `/accounts/${app.wallet.address}/transactions?${query}`
    const { _embedded } = await get<Transactions>(`${url}${path}`)
    for (const { successful, memo, ledger } of _embedded.records) {
      const order = orders.get(memo ?? '')
      if (successful && order != null) paid.set(order, [...(paid.get(order) ?? []), { ledger }])
    }
    cursor = _embedded.records.at(-1)?.paging_token ?? ''
    if (_embedded.records.length < PAGE) return paid
  }
}

async function readOrders(url: string): Promise<Map<string, string>> {
  const orders = new Map<string, string>()
  for (let before = ''; ;) {
    const page = await get<Payments>(`${url}/_mock/payments?limit=${PAGE}${before}`)
    for (const { payment } of page.payments) {
      if (payment.metadata?.order != null) orders.set(payment.identifier, payment.metadata.order)
    }
    if (page.next == null) return orders
    before = `&before=${page.next}`
  }
}

async function get<Body>(url: string): Promise<Body> {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`${url} returned ${response.status}`)
  return (await response.json()) as Body
}
