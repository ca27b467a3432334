export { type RouteFailure, type RouteHookArgs, type RouteKey, routeKey, routeQuery } from './route-query.ts'
export { useRoute } from './use-route.ts'
export { useRouteMutation } from './use-route-mutation.ts'
export { useRoutePages } from './use-route-pages.ts'
