import { describeIssue, paymentSchema } from '@aloha-pi/contracts'

export function readPayment(json: unknown) {
  const payment = paymentSchema.safeParse(json)
  return payment.success ? payment.data.status.cancelled : describeIssue(payment.error, 'payment')
}
