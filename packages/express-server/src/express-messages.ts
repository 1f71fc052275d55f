import type { Express } from 'express'

// Not by an import statement: that one would load the WebSocket client of node:http as well.
const { IncomingMessage, ServerResponse } = process.getBuiltinModule('node:http')

/**
 * Message classes for the server that serves `app`, made with the prototypes that express gives to every
 * message otherwise: changing a prototype costs more than matching the route.
 */
export function expressMessages(app: Express) {
  class AppRequest extends IncomingMessage {}
  class AppResponse extends ServerResponse {}
  app.request = Object.setPrototypeOf(AppRequest.prototype, app.request)
  app.response = Object.setPrototypeOf(AppResponse.prototype, app.response)
  // node types the class as generic over its request; this one only ever gets an AppRequest.
  return { IncomingMessage: AppRequest, ServerResponse: AppResponse as typeof ServerResponse }
}
