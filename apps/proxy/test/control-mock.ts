import type { Payment } from '@aloha-pi/contracts'

/** Acts as the user, and as the owner of the mock. */
export function controlMock(mockUrl: string) {
  const post = async (path: string, body: object = {}) => {
    const response = await fetch(`${mockUrl}/_mock${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return response.json()
  }
  // The control contract has one response for all three; the tests need only the payment.
  const payment = async (path: string, body?: object) =>
    ((await post(path, body)) as { payment: Payment }).payment
  let users = 0
  return {
    /** As a separate user: an open payment would block the next one. */
    async createPayment() {
      users += 1
      const username = `user-${users}`
      await post('/users', { username })
      await post('/sign-in', { username })
      return payment('/payments', { username, amount: 3.14 })
    },
    pay: (id: string) => payment(`/payments/${id}/pay`),
    cancel: (id: string) => payment(`/payments/${id}/cancel`),
    advance: (ms: number) => post('/clock/advance', { ms }),
    reset: () => post('/reset'),
  }
}
