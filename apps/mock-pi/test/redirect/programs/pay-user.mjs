// A payout as the README of pi-backend describes it. Node hands a CommonJS module over whole, so its class is `default`.
import pib from 'pi-backend'

const { PI_API_KEY, WALLET_PRIVATE_SEED, USER_UID } = process.env
const pi = new pib.default(PI_API_KEY, WALLET_PRIVATE_SEED)

const paymentId = await pi.createPayment({
  amount: 3.14,
  memo: 'Refund for apple pie',
  metadata: { productId: 'apple-pie-1' },
  uid: USER_UID,
})
const txid = await pi.submitPayment(paymentId)
const completedPayment = await pi.completePayment(paymentId, txid)
process.stdout.write(JSON.stringify({ paymentId, txid, completedPayment }))
