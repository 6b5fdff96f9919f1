/** Style sheets are imported for their effect alone. The page's own configuration knows them from vite/client. */
declare module '*.css';
