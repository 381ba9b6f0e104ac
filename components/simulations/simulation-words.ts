export const policyWords: Readonly<Record<string, string>> = {
  neverSynced: 'Never synchronised',
  fullPool: 'Whole pool on every channel',
  fixedSplit: 'Fixed split',
  fullPoolBuffered: 'Whole pool with buffers',
  velocitySplit: 'Split by velocity',
  strict: 'Strict (escrow)',
  bounded: 'Bounded (escrow)',
};

export const scenarioWords: Readonly<Record<string, string>> = {
  steadyAmple: 'Three days, five channels, stock for all',
  steadyMatched: 'As much stock as demand',
  flashSurprise: 'A flash sale on the webshop nobody announced',
  flashCalendar: 'The same, in the calendar',
  flashAmazon: 'A flash sale on a polled marketplace',
  flashAmazonCal: 'The same, in the calendar',
  outageOther: 'A flash sale while another channel is down',
  outageSelf: 'A flash sale on the channel that is down',
  latePoll20: 'A flash sale where polls come every 20 minutes',
  dupReorder: 'Duplicated and late reports and pushes',
  lastUnits: 'The last 60 units',
  small8: 'Eight units for five channels',
  dupPush: 'Pushes applied twice',
  article: 'Two flash sales on 847 units',
  unboundedPush: 'Pushes later than promised',
  articleManual: 'Two flash sales and a silent edit',
  scarceW: 'Scarce stock, unequal worth',
};
