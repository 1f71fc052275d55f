import type { Scope } from '@aloha-pi/contracts/wire'
import { request } from './request.ts'
import type {
  Report,
  SignedIn,
  WalletClock,
  WalletPayment,
  WalletState,
  WalletUser,
} from './wallet-wire.ts'

/** How long the mock keeps a question open, in real ms. */
const WAIT_MS = 20_000

/** What the user of the wallet can do and see: the mock's `/_wallet`. */
export type WalletApi = {
  url: string
  state(): Promise<WalletState>
  users(): Promise<WalletUser[]>
  createUser(username: string): Promise<WalletUser>
  signIn(username: string, scopes: readonly Scope[]): Promise<SignedIn>
  payment(id: string): Promise<WalletPayment>
  /** Returns when the payment has another version, or after a while with the same one. */
  paymentAfter(id: string, version: number, signal: AbortSignal): Promise<WalletPayment>
  pay(id: string): Promise<WalletPayment>
  cancel(id: string): Promise<WalletPayment>
  clock(): Promise<WalletClock>
  /** Returns when the mock's clock has reached `until`, or after a while. */
  clockAt(until: string, signal: AbortSignal): Promise<WalletClock>
  report(report: Report): Promise<unknown>
}

/** Calls the wallet of a mock, for the app with this id or else for the app of the page's origin. */
export function createWalletApi(url: string, appId: string | undefined): WalletApi {
  const app = appId == null ? {} : { app_id: appId }
  const address = (path: string, query: Record<string, string> = {}) => {
    const search = new URLSearchParams(query).toString()
    return `${url}/_wallet${path}${search && `?${search}`}`
  }
  const act = (id: string, action: 'pay' | 'cancel') =>
    request(address(`/payments/${encodeURIComponent(id)}/${action}`), { method: 'POST', body: {} })
  const waiting = { wait_ms: String(WAIT_MS) }
  // The casts: the mock checks each of its responses against the contract.
  return {
    url,
    state: async () => (await request(address('/state', app))) as WalletState,
    users: async () => ((await request(address('/users', app))) as { users: WalletUser[] }).users,
    createUser: async (username) =>
      (await request(address('/users'), { method: 'POST', body: { username } })) as WalletUser,
    signIn: async (username, scopes) =>
      (await request(address('/sign-in'), {
        method: 'POST',
        body: { ...app, username, scopes },
      })) as SignedIn,
    payment: async (id) =>
      (await request(address(`/payments/${encodeURIComponent(id)}`))) as WalletPayment,
    paymentAfter: async (id, version, signal) =>
      (await request(
        address(`/payments/${encodeURIComponent(id)}`, { since: String(version), ...waiting }),
        { signal },
      )) as WalletPayment,
    pay: async (id) => (await act(id, 'pay')) as WalletPayment,
    cancel: async (id) => (await act(id, 'cancel')) as WalletPayment,
    clock: async () => (await request(address('/clock'))) as WalletClock,
    clockAt: async (until, signal) =>
      (await request(address('/clock', { until, ...waiting }), { signal })) as WalletClock,
    report: (report) =>
      request(address('/reports'), {
        method: 'POST',
        body: { ...app, ...report },
        keepalive: true,
      }),
  }
}
