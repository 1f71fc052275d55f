import { complain } from '../console.ts'
import type { Journal } from '../journal.ts'

export type Callback = {
  name: string
  paymentId?: string | undefined
  detail?: string
  call: () => unknown
}

/** Calls a function of the app and notes it. What it throws, or rejects with, is the app's own and ends no flow. */
export function callBack(journal: Journal, { name, paymentId, detail, call }: Callback) {
  const about = { name, ...(paymentId != null && { payment_id: paymentId }) }
  journal.add({ ...about, kind: 'callback', ...(detail != null && { detail }) })
  const fail = (error: unknown) => {
    complain(`${name}: the callback of the app failed:`, error)
    journal.add({ ...about, kind: 'error', detail: `the callback failed: ${String(error)}` })
  }
  try {
    Promise.resolve(call()).catch(fail)
  } catch (error) {
    fail(error)
  }
}
