import { createAlohaClient, createPiClient, isAlohaPiError } from '@aloha-pi/client'
import express, { type ErrorRequestHandler, type Express, type Response } from 'express'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { items } from './items.ts'
import type { Orders } from './orders.ts'
import { createPayments, type Step } from './payments.ts'
import { createRefunds } from './refunds.ts'
import { createSessions } from './sessions.ts'
import type { Settings } from './settings.ts'

const page = new URL('../page/', import.meta.url)

/** The shop: its page, and the API that the page calls. */
export function createApp(settings: Settings, orders: Orders): Express {
  const pi = createPiClient({ apiKey: settings.piKey, baseUrl: settings.piUrl })
  const aloha = createAlohaClient({ apiKey: settings.alohaKey, baseUrl: settings.alohaUrl })
  const sessions = createSessions(pi, settings.appId)
  const payments = createPayments(pi, orders)
  const refunds = createRefunds(aloha, orders)

  const app = express().disable('x-powered-by')
  app.get('/', (_req, res) => {
    const html = readFileSync(new URL('index.html', page), 'utf8')
    res.type('html').send(html.replace('PI_SDK_URL', () => escapeHtml(settings.sdkUrl)))
  })
  app.use(express.static(fileURLToPath(page), { index: false }))

  const api = express.Router().use(express.json({ limit: '10kb' }))
  api.get('/items', (_req, res) => void res.json(items))
  api.post('/session', async (req, res) => {
    const opened = await sessions.open(String(req.body?.accessToken ?? ''))
    if (opened.ok) res.json(opened.session)
    else res.status(401).json({ error: opened.reason })
  })

  // From here on the session says which user it is.
  api.use(sessions.require)
  api.get('/orders', async (_req, res) => {
    const list = orders.list(uidOf(res))
    res.json(await Promise.all(list.map((order) => refunds.refresh(order))))
  })
  api.post('/orders', (req, res) => {
    const item = items.find(({ id }) => id === req.body?.item)
    if (item == null) return void res.status(400).json({ error: 'item is not sold here' })
    res.status(201).json(orders.create(uidOf(res), item))
  })
  api.post('/orders/:id/refund', async (req, res) => {
    const order = orders.find(req.params.id)
    if (order?.uid !== uidOf(res)) {
      return void res.status(404).json({ error: 'The order is not one of yours' })
    }
    send(res, await refunds.refund(order))
  })
  api.post('/payments/:id/approve', async (req, res) => {
    send(res, await payments.approve(req.params.id, uidOf(res)))
  })
  api.post('/payments/:id/complete', async (req, res) => {
    const { txid } = req.body ?? {}
    if (typeof txid !== 'string') return void res.status(400).json({ error: 'txid is missing' })
    send(res, await payments.complete(req.params.id, uidOf(res), txid))
  })
  api.post('/payments/:id/clear', async (req, res) => {
    send(res, await payments.clear(req.params.id, uidOf(res)))
  })
  return app.use('/api', api).use(sendError)
}

/** Put there by `sessions.require`. */
function uidOf(res: Response): string {
  return res.locals['uid'] as string
}

function send(res: Response, step: Step) {
  if (step.ok) res.json(step.order)
  else res.status(step.status).json({ error: step.reason })
}

/** A call to Pi or to the proxy that failed. When its outcome is unknown, the page may try again: each step may be repeated. */
const sendError: ErrorRequestHandler = (error, _req, res, _next) => {
  if (isAlohaPiError(error)) {
    const status = error.outcomeUnknown ? 503 : 502
    return void res.status(status).json({ error: `Pi did not do it: ${error.message}` })
  }
  const status = error instanceof Error && 'status' in error ? Number(error.status) : 500
  if (status >= 500) console.error(error)
  res
    .status(status)
    .json({ error: status >= 500 ? 'Something went wrong' : 'The request is not valid' })
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
}
