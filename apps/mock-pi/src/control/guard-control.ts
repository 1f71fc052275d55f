import type { RequestHandler } from 'express'
import { isSentAsJson } from '../http/is-sent-as-json.ts'
import { sendRefusal } from '../http/send-refusal.ts'
import { controlRefusal } from './control-refusal.ts'

/**
 * Keeps web pages from controlling the mock, those of this machine too: only a page that the mock itself
 * serves may. And a body must be application/json, which a form cannot send and a script of another origin
 * may not without a CORS response that never comes.
 */
export const guardControl: RequestHandler = (req, res, next) => {
  const { origin, host } = req.headers
  if (origin != null && origin !== `http://${host}`) {
    return sendRefusal(res, controlRefusal('origin_not_allowed', { origin }))
  }
  if (!isSentAsJson(req)) return sendRefusal(res, controlRefusal('unsupported_media_type'))
  next()
}
