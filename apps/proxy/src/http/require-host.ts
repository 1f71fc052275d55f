import type { NextFunction, Request, Response } from 'express'
import { refusal } from './refusal.ts'
import { sendRefusal } from './send-refusal.ts'

/** HTTP/1.1 asks for it. node would answer with an empty 400, so it is told to leave this to us. */
export function requireHost(req: Request, res: Response, next: NextFunction) {
  if (req.headers.host != null || req.httpVersion === '1.0') return next()
  res.setHeader('connection', 'close')
  sendRefusal(res, refusal('invalid_request', { field: 'Host', rule: 'is required' }))
}
