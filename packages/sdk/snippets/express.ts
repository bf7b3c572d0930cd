import { createApiscope } from '@apiscope/sdk';
import { apiscopeExpress, apiscopeExpressErrors } from '@apiscope/sdk/express';
import express from 'express';

const apiscope = createApiscope({
  url: 'https://apiscope.example.com',
  key: process.env.APISCOPE_KEY,
  service: 'my-service',
});

const app = express();
app.use(apiscopeExpress(apiscope)); // before anything else
app.get('/users/:id', (request, response) => {
  response.json({ id: request.params.id });
});
app.use(apiscopeExpressErrors); // after the routes: says what they threw
app.listen(8080);
