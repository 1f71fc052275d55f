// @ts-check
/** @import { PiSdk } from '@aloha-pi/browser-sdk' */
/** @typedef {{ id: string, name: string, price: number }} Item */
/** @typedef {{ id: string, item: string, price: number, state: keyof typeof STATES, payment_id: string | null }} Order */

/** Made by the script of Pi, or of the mock. */
const Pi = /** @type {PiSdk} */ (/** @type {any} */ (window).Pi)

const STATES = {
  open: 'not paid',
  approved: 'waiting for your payment',
  paid: 'paid',
  cancelled: 'cancelled',
  refunding: 'refund on its way',
  refunded: 'refunded',
  refund_failed: 'the refund failed: ask us',
}
const REFRESH_MS = 1000
/** Pi makes no payment to a user, so no refund, without `wallet_address`. @type {('username' | 'payments' | 'wallet_address')[]} */
const SCOPES = ['username', 'payments', 'wallet_address']

let session = ''
let isPaying = false

/** @param {string} id */
function element(id) {
  const found = document.getElementById(id)
  if (found == null) throw new Error(`The page has no #${id}`)
  return found
}

/** @param {string} text */
function say(text) {
  element('message').textContent = text
}

/**
 * A call to the shop's own server. Rejects with the server's sentence.
 * @param {string} path
 * @param {object} [body] sent as JSON by POST; without it GET
 */
async function call(path, body) {
  const response = await fetch(`/api/${path}`, {
    method: body == null ? 'GET' : 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${session}` },
    ...(body != null && { body: JSON.stringify(body) }),
  })
  const result = await response.json().catch(() => ({ error: 'The shop does not respond' }))
  if (!response.ok) throw new Error(result.error)
  return result
}

/** Shows why something failed, instead of an unhandled rejection. @param {unknown} error */
function fail(error) {
  say(error instanceof Error ? error.message : String(error))
}

async function signIn() {
  const { accessToken } = await Pi.authenticate(SCOPES, (payment) => {
    // A payment of an earlier visit is still open: the server completes or cancels it.
    say('An earlier payment is being cleared.')
    incomplete = payment.identifier
    if (session !== '') clearPayment(payment.identifier).catch(fail)
  })
  const opened = await call('session', { accessToken })
  session = opened.session
  element('user').textContent = `Hello, ${opened.username ?? 'Pioneer'}.`
  element('sign-in').hidden = true
  if (incomplete != null) await clearPayment(incomplete)
  else say('')
  await showOrders()
}

/** Found before the session was open. @type {string | undefined} */
let incomplete

/** @param {string} paymentId */
async function clearPayment(paymentId) {
  incomplete = undefined
  const order = await call(`payments/${paymentId}/clear`, {})
  say(`Your order of ${order.item} is ${STATES[/** @type {Order} */ (order).state]}.`)
  await showOrders()
}

/** @param {Item} item */
async function buy(item) {
  if (session === '') return say('Sign in first.')
  // A second payment would replace the first.
  if (isPaying) return
  setPaying(true)
  try {
    const order = await call('orders', { item: item.id })
    startPayment(item, order.id)
    await showOrders()
  } catch (error) {
    setPaying(false)
    fail(error)
  }
}

/**
 * Each callback may be called again: the server repeats no step.
 * @param {Item} item
 * @param {string} orderId
 */
function startPayment(item, orderId) {
  Pi.createPayment(
    { amount: item.price, memo: item.name, metadata: { orderId } },
    {
      onReadyForServerApproval: (paymentId) => approve(paymentId).catch(fail),
      onReadyForServerCompletion: (paymentId, txid) => complete(paymentId, txid).catch(fail),
      onCancel: (paymentId) => endPayment(paymentId).catch(fail),
      onError: (error, payment) => {
        fail(error)
        return endPayment(payment?.identifier).catch(fail)
      },
    },
  )
}

/** @param {string} paymentId */
async function approve(paymentId) {
  await call(`payments/${paymentId}/approve`, {})
  await showOrders()
}

/**
 * @param {string} paymentId
 * @param {string} txid
 */
async function complete(paymentId, txid) {
  const order = await call(`payments/${paymentId}/complete`, { txid })
  setPaying(false)
  say(`Thank you for buying: ${order.item}.`)
  await showOrders()
}

/** The payment was cancelled, or failed in the page. @param {string} [paymentId] undefined: there is none */
async function endPayment(paymentId) {
  setPaying(false)
  if (paymentId != null) await clearPayment(paymentId)
}

/** @param {boolean} isOn */
function setPaying(isOn) {
  isPaying = isOn
  for (const button of document.querySelectorAll('#items button')) {
    button.toggleAttribute('disabled', isOn)
  }
}

async function showItems() {
  /** @type {Item[]} */
  const items = await call('items')
  element('items').replaceChildren(
    ...items.map((item) =>
      row(item.name, `${item.price} Pi`, {
        text: 'Buy',
        name: `Buy ${item.name}`,
        act: () => buy(item),
      }),
    ),
  )
}

async function showOrders() {
  /** @type {Order[]} */
  const orders = await call('orders')
  element('no-orders').hidden = orders.length > 0
  element('orders').replaceChildren(...orders.map(orderRow))
  if (orders.some(({ state }) => state === 'refunding')) {
    setTimeout(() => showOrders().catch(fail), REFRESH_MS)
  }
}

/** @param {Order} order */
function orderRow({ id, item, price, state }) {
  const text = `${price} Pi, ${STATES[state]}`
  if (state !== 'paid') return row(item, text)
  const act = () => call(`orders/${id}/refund`, {}).then(showOrders).catch(fail)
  return row(item, text, { text: 'Refund', name: `Refund ${item}`, act })
}

/**
 * @param {string} name
 * @param {string} text
 * @param {{ text: string, name: string, act: () => unknown }} [action]
 */
function row(name, text, action) {
  const line = document.createElement('li')
  const label = document.createElement('span')
  const detail = document.createElement('span')
  label.textContent = name
  detail.textContent = text
  line.append(label, detail)
  if (action != null) {
    const button = document.createElement('button')
    button.textContent = action.text
    button.setAttribute('aria-label', action.name)
    button.addEventListener('click', () => action.act())
    line.append(button)
  }
  return line
}

element('sign-in').addEventListener('click', () => signIn().catch(fail))
await showItems().catch(fail)
if (Pi == null) fail(new Error("Pi's script did not load"))
else {
  await Pi.init({ version: '2.0' })
  // Before, a click would only tell that the SDK is not ready.
  element('sign-in').removeAttribute('disabled')
}
