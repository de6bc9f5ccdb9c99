/** What is true of the whole site: the charity itself, the navigation, giving, and the home page. One file of YAML each. */
import { z } from 'zod';
import { poundsInWords } from '../money.ts';
import type { Settings } from './collection.ts';
import {
  accountNumber,
  email,
  group,
  hmrcReference,
  linkAddress,
  list,
  paragraph,
  pence,
  picture,
  sortCode,
  telephone,
  text,
  webAddress,
  wholeNumber,
  yesOrNo,
} from './field.ts';

const link = (words: { label: string; hint: string }) =>
  group(words, {
    label: text({ label: 'Words', hint: 'What the link says.' }, 40),
    address: linkAddress({ label: 'Address', hint: 'On this site: /news/. Elsewhere: the full address, https://…' }),
  });

export const charity = {
  name: 'charity',
  label: 'The charity',
  description: 'Its name, and the details that the law and readers ask for.',
  schema: z.strictObject({
    name: text({ label: 'Name', hint: 'The charity’s full name.' }, 90),
    wordmark: group(
      { label: 'Name at the top of each page', hint: 'The same name, on two lines.' },
      {
        large: text({ label: 'Large line', hint: 'The word people know you by.' }, 20),
        small: text({ label: 'Small line', hint: 'The rest of the name.' }, 40).optional(),
      },
    ),
    description: paragraph(
      { label: 'In one sentence', hint: 'What you do, for whom, where. Search results show it.' },
      200,
    ),
    standing: text({ label: 'What kind of body it is', hint: 'One sentence for the foot of each page.' }, 200),
    values: list(
      {
        label: 'Values',
        labelSingular: 'value',
        hint: 'One word each, up to five; they stand at the foot of each page.',
      },
      text({ label: 'Value', hint: 'One word.' }, 20),
      5,
    ),
    telephone: telephone({ label: 'Telephone', hint: 'With spaces as you would say it: 01632 960541.' }).optional(),
    email: email({ label: 'Email', hint: 'One that is read every day.' }).optional(),
    address: list(
      { label: 'Postal address', labelSingular: 'line', hint: 'One line each, the postcode last.' },
      text({ label: 'Line', hint: 'One line of the address.' }, 60),
      6,
    ),
    charityNumber: text(
      { label: 'Registered charity number', hint: 'If the charity is registered. The law asks that the site says so.' },
      20,
    ).optional(),
    companyNumber: text({ label: 'Company number', hint: 'If it is a company.' }, 20).optional(),
    registeredOffice: text(
      { label: 'Registered office', hint: 'If it is a company: the address at Companies House, on one line.' },
      200,
    ).optional(),
  }),
} satisfies Settings;

export const navigation = {
  name: 'navigation',
  label: 'Navigation',
  description: 'The links at the top and the foot of each page.',
  schema: z.strictObject({
    main: list(
      { label: 'At the top', labelSingular: 'link', hint: 'Five at most, so that they fit a phone.' },
      link({ label: 'Link', hint: 'A link at the top.' }),
      5,
    ),
    foot: list(
      { label: 'At the foot', labelSingular: 'link', hint: 'Pages people look for at the foot, such as policies.' },
      link({ label: 'Link', hint: 'A link at the foot.' }),
      12,
    ),
  }),
} satisfies Settings;

export const giving = {
  name: 'giving',
  label: 'Giving',
  description: 'The amounts that are offered, the limits, and the words that ask.',
  schema: z
    .strictObject({
      ask: group(
        { label: 'The panel that asks', hint: 'It stands at the end of each story.' },
        {
          heading: text({ label: 'Heading', hint: 'Such as “Support our work”.' }, 40),
          words: paragraph({ label: 'What a gift does', hint: 'One sentence. Ask once, plainly, with thanks.' }, 300),
          button: text({ label: 'Button', hint: 'Such as “Donate here”.' }, 20),
        },
      ),
      page: group(
        { label: 'The page for giving', hint: 'What stands above the form.' },
        {
          heading: text({ label: 'Heading', hint: 'Such as “Help us go on”.' }, 40),
          words: paragraph({ label: 'Words', hint: 'One or two sentences.' }, 300),
        },
      ),
      minimumInPence: pence({ label: 'Least gift', hint: 'In pounds. Stripe takes nothing below 30p, which is 0.30.' }),
      maximumInPence: pence({
        label: 'Largest gift online',
        hint: 'In pounds. Ask people who want to give more to call you.',
      }),
      tellUsFromInPence: pence({
        label: 'Tell us of gifts from',
        hint: 'In pounds: staff are told of each gift of so much or more, to thank the donor soon. Leave empty to be told of none.',
      }).optional(),
      presets: list(
        {
          label: 'Amounts that are offered',
          labelSingular: 'amount',
          hint: 'Three is best. The middle one is chosen to begin with.',
        },
        group(
          { label: 'Amount', hint: 'How much, and what it helps with.' },
          {
            amountInPence: pence({ label: 'Amount', hint: 'In pounds: 25, or 25.50.' }),
            words: text(
              { label: 'What it helps with', hint: 'Only what is true of this amount: “towards a session”.' },
              60,
            ),
          },
        ),
        4,
      ),
      generalFund: text(
        { label: 'Gifts for no fund in particular', hint: 'How the form puts it: “Wherever it is needed most”.' },
        60,
      ),
      cardFee: group(
        {
          label: 'The card fee',
          hint: 'What Stripe takes of each gift, from its page of prices. With it, donors may add the fee to their gift. Nobody is asked twice.',
        },
        {
          hundredthsOfPercent: wholeNumber(
            {
              label: 'Share, in hundredths of a percent',
              hint: '150 is 1.5 %. Ask Stripe for its price for charities.',
            },
            0,
            1000,
          ),
          fixedInPence: wholeNumber({ label: 'And for each gift, in pence', hint: '20 is 20p.' }, 0, 100),
        },
      ).optional(),
      giftAid: group(
        {
          label: 'Gift Aid',
          hint: 'Only once HMRC has recognised the charity for Gift Aid. With it, donors who pay tax in the UK are asked whether to add Gift Aid.',
        },
        {
          hmrcReference: hmrcReference({
            label: 'Reference at HMRC',
            hint: 'From HMRC’s letter: one or two letters and up to five digits, such as AB12345.',
          }),
        },
      ).optional(),
      otherWays: list(
        {
          label: 'Other ways to give',
          labelSingular: 'way',
          hint: 'By cheque, in a will, in kind. The page for giving shows them below the form. By telephone is there by itself.',
        },
        group(
          { label: 'Way', hint: 'How to give in this way.' },
          {
            heading: text({ label: 'Heading', hint: 'Such as “By cheque” or “In your will”.' }, 40),
            words: paragraph({ label: 'Words', hint: 'What to do, in two or three sentences.' }, 400),
          },
        ),
        6,
      ),
      bankTransfer: group(
        {
          label: 'By bank transfer',
          hint: 'For people who would rather not pay by card. The page for giving shows it. Have somebody else read the numbers back to you: one wrong digit sends gifts to a stranger.',
        },
        {
          accountName: text({ label: 'Name of the account', hint: 'As the bank has it: it checks the name.' }, 60),
          sortCode: sortCode({ label: 'Sort code', hint: 'With hyphens: 12-34-56.' }),
          accountNumber: accountNumber({ label: 'Account number', hint: 'Eight digits.' }),
          reference: text(
            {
              label: 'What to write as the reference',
              hint: 'So that you know what it is for: “Gift, and your surname”.',
            },
            60,
          ),
        },
      ).optional(),
      thanks: group(
        { label: 'The thank-you page', hint: 'What a donor sees after paying.' },
        {
          heading: text({ label: 'Heading', hint: 'Such as “Thank you”.' }, 40),
          words: paragraph({
            label: 'Words',
            hint: 'Two or three sentences: thanks, and what gifts do. Whether the money has arrived, the page says by itself.',
          }),
        },
      ),
    })
    .refine((terms) => terms.minimumInPence < terms.maximumInPence, {
      path: ['maximumInPence'],
      error: 'must be more than the least gift',
    })
    .superRefine(({ presets, minimumInPence: least, maximumInPence: most }, context) => {
      for (const [index, { amountInPence: amount }] of presets.entries()) {
        const refuse = (message: string) =>
          context.addIssue({ code: 'custom', path: ['presets', index, 'amountInPence'], message });
        if (amount < least || amount > most)
          refuse(
            `is ${poundsInWords(amount)}, and must be between the least gift, ${poundsInWords(least)}, and the largest, ${poundsInWords(most)}`,
          );
        if (presets.findIndex(({ amountInPence }) => amountInPence === amount) < index)
          refuse(`is ${poundsInWords(amount)}, and is offered already: each must be another`);
      }
    }),
} satisfies Settings;

export const referrals = {
  name: 'referrals',
  label: 'Refer someone',
  description: 'The page for people who refer others to you: how to do it, and the form for asking you.',
  schema: z.strictObject({
    words: paragraph(
      { label: 'What stands at the top', hint: 'One or two sentences: who may refer someone, and to what.' },
      300,
    ),
    steps: list(
      {
        label: 'How it goes',
        labelSingular: 'step',
        hint: 'Three or four steps, in their order. The last one is to send the details of the person.',
      },
      group(
        { label: 'Step', hint: 'One step of a referral.' },
        {
          heading: text({ label: 'Heading', hint: 'Two to five words.' }, 60),
          words: paragraph({ label: 'Words', hint: 'One or two sentences.' }, 300),
        },
      ),
      6,
    ),
    secureRoute: group(
      {
        label: 'The safe way to send details of a person',
        hint: 'A secure form or an address for encrypted email. Never the form on this site. It stands in the last step, in place of its words.',
      },
      {
        words: paragraph({ label: 'Words', hint: 'How to send a referral safely.' }, 300),
        label: text({ label: 'What the link says', hint: 'Such as “Our secure referral form”.' }, 60),
        address: webAddress({ label: 'Address of the link', hint: 'The full address: https://…' }),
      },
    ).optional(),
    enquiries: yesOrNo(
      {
        label: 'Show the form for asking us',
        hint: 'It asks who the referrer is, never about a patient. Somebody must read what comes in: see the handbook.',
      },
      true,
    ),
  }),
} satisfies Settings;

export const home = {
  name: 'home',
  label: 'Home page',
  description: 'The first page: what you do in one breath. News and projects come by themselves.',
  schema: z.strictObject({
    call: text({ label: 'First line', hint: 'Three or four words, and a full stop.' }, 30),
    answer: text({ label: 'Second line', hint: 'It answers the first.' }, 30),
    lead: paragraph({ label: 'What we do', hint: 'In one breath: two or three short sentences.' }, 300),
    picture: picture({ label: 'Opening picture', hint: 'A photo that is wide and low: the words stand above it.' }),
    year: group(
      { label: 'One year', hint: 'The numbers that matter, said as a sentence.' },
      {
        heading: text({ label: 'Heading', hint: 'Such as “One year”.' }, 40),
        sentence: paragraph(
          { label: 'The sentence', hint: 'Put **two stars** on each side of a number to make it stand out.' },
          300,
        ),
        source: text({ label: 'Where the numbers come from', hint: 'Such as “From our annual report.”' }, 120),
      },
    ),
    areas: group(
      { label: 'Who it is for', hint: 'Up to five, a line each.' },
      {
        heading: text({ label: 'Heading', hint: 'Such as “Who we are here for”.' }, 60),
        lines: list(
          { label: 'Lines', labelSingular: 'line', hint: 'Up to five.' },
          group(
            { label: 'Line', hint: 'Who, and a few words.' },
            {
              name: text({ label: 'Who', hint: 'People first: “Children and young people”.' }, 40),
              words: text({ label: 'A few words', hint: 'One short sentence.' }, 80),
            },
          ),
          5,
        ),
      },
    ),
    story: group(
      { label: 'How it began', hint: 'A short story that ends the page.' },
      {
        heading: text({ label: 'Heading', hint: 'Such as “It began at a kitchen table”.' }, 60),
        lead: paragraph({ label: 'First paragraph', hint: 'How it began.' }, 300),
        words: paragraph({ label: 'Second paragraph', hint: 'What it is now.' }, 600),
      },
    ),
  }),
} satisfies Settings;

const leadOf = (label: string) => text({ label, hint: 'One or two sentences under the heading.' }, 200);

export const voice = {
  name: 'voice',
  label: 'Your voice',
  description: 'The short words of the site’s own pages, as you would say them.',
  schema: z.strictObject({
    nothingYet: text(
      { label: 'Where there is nothing yet', hint: 'It opens what an empty list says: “Nothing yet.”' },
      30,
    ).optional(),
    notFound: text({ label: 'Where there is no page', hint: 'The heading there: “Page not found”.' }, 40),
    past: text({ label: 'Events that are over', hint: 'The heading above them: “Over now”.' }, 30),
    leads: group(
      { label: 'What opens a page', hint: 'One or two sentences each.' },
      {
        news: leadOf('News'),
        projects: leadOf('Our work'),
        events: leadOf('Events'),
        funders: leadOf('Funders'),
        people: leadOf('People'),
        contact: leadOf('Contact us'),
      },
    ),
  }),
} satisfies Settings;

export type Charity = z.infer<typeof charity.schema>;
export type Navigation = z.infer<typeof navigation.schema>;
export type Giving = z.infer<typeof giving.schema>;
export type Referrals = z.infer<typeof referrals.schema>;
export type Home = z.infer<typeof home.schema>;
export type Voice = z.infer<typeof voice.schema>;
