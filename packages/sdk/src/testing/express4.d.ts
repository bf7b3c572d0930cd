/** Express 4 beside Express 5, by another name; what the tests use of both has the same types. */
declare module 'express4' {
  import express from 'express';
  export default express;
}
