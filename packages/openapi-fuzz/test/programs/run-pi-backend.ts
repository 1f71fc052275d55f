// Every call of the official pi-backend, with Pi's hosts redirected to the address in the first argument.
import { redirectPiHosts } from '@aloha-pi/mock-pi'
import pib from 'pi-backend'

const [url = '', apiKey = '', seed = '', uid = ''] = process.argv.slice(2)
redirectPiHosts({ url })
const pi = new pib.default(apiKey, seed)
const payment = { amount: 1, memo: 'A memo', metadata: { order: '1' }, uid }

const cancelled = await pi.createPayment(payment)
await pi.cancelPayment(cancelled)
const paid = await pi.createPayment(payment)
await pi.getIncompleteServerPayments()
await pi.getPayment(paid)
await pi.completePayment(paid, await pi.submitPayment(paid))
