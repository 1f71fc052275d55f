import type { CreatePaymentRequest, Payment } from '@aloha-pi/contracts/wire'
import { InvalidArgumentError } from '../errors/invalid-argument-error.ts'

type NewPayment = CreatePaymentRequest['payment']

/**
 * How to find a payment that was asked for among the open ones: by a member of its metadata that no
 * other has. Several that have it are none that could be told apart.
 */
export function correlated(
  asked: NewPayment,
  correlate: { key: string; value: string } | undefined,
): ((open: Payment[]) => Payment | undefined) | undefined {
  if (correlate == null) return undefined
  const { key, value } = correlate
  if (typeof value !== 'string' || value === '' || asked.metadata[key] !== value) {
    throw new InvalidArgumentError('correlate', 'must be the name of a metadata field and its text')
  }
  return (open) => {
    const [found, ...others] = open.filter(
      ({ metadata, user_uid, amount, direction }) =>
        metadata?.[key] === value &&
        user_uid === asked.uid &&
        amount === Number(asked.amount) &&
        direction === 'app_to_user',
    )
    return others.length === 0 ? found : undefined
  }
}
