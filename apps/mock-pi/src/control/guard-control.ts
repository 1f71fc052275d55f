import type { RequestHandler } from 'express'
import { controlRefusal } from '../http/control-refusal.ts'
import { sendRefusal } from '../http/send-refusal.ts'

const LOOPBACK_ORIGIN = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/

/**
 * Keeps web pages from controlling the mock: a page of another origin is refused, and a body must be
 * application/json, which a form cannot send and a script may not without a CORS answer that never comes.
 */
export const guardControl: RequestHandler = (req, res, next) => {
  const { origin, host } = req.headers
  if (origin != null && origin !== `http://${host}` && !LOOPBACK_ORIGIN.test(origin)) {
    return sendRefusal(res, controlRefusal('origin_not_allowed', { origin }))
  }
  const isRead = req.method === 'GET' || req.method === 'HEAD'
  if (!isRead && !/^application\/json\s*(;|$)/i.test(req.headers['content-type'] ?? '')) {
    return sendRefusal(res, controlRefusal('unsupported_media_type'))
  }
  next()
}
