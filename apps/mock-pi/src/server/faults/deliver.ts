import type { NextFunction, Request, RequestHandler, Response } from 'express'
import { captureResponse, type Captured } from './capture-response.ts'

const { ServerResponse } = process.getBuiltinModule('node:http')

/** Lets the request take effect, and returns its response instead of sending it. */
export function deliver(res: Response, next: NextFunction): Promise<Captured> {
  const captured = captureResponse(res)
  next()
  return captured
}

/** Lets the request take effect once more; the second response is not sent. */
export async function deliverUnseen(req: Request, res: Response): Promise<void> {
  // The route that is being served; its last handler does what the operation does.
  const { stack } = req.route as { stack: { handle: RequestHandler }[] }
  const unseen = Object.setPrototypeOf(
    new ServerResponse(req),
    Object.getPrototypeOf(res),
  ) as Response
  unseen.req = req
  unseen.locals = res.locals
  for (const [name, value] of Object.entries(res.getHeaders())) {
    if (value != null) unseen.setHeader(name, value)
  }
  const captured = captureResponse(unseen)
  const failed = new Promise<never>((_, reject) => {
    // A request that the contract refuses has no effect.
    const refuse = (error?: unknown) => (error == null ? unseen.end() : reject(error))
    void stack.at(-1)?.handle(req, unseen, refuse)
  })
  try {
    await Promise.race([captured, failed])
  } catch {
    // Delivered again, it is refused in the same way, and that is sent.
  } finally {
    unseen.emit('close')
  }
}
