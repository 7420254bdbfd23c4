//! The workloads on ixa: a plan is a boxed closure, and state lies in a data plugin.

use std::time::Instant;

use ixa::prelude::*;

use crate::Timed;
use crate::luck::{Luck, Streamed};
use crate::shop::{Shop, Step};

define_data_plugin!(PholdPlugin, Option<Streamed>, None);
define_data_plugin!(ShopPlugin, Option<Shop<Streamed>>, None);

fn happen(context: &mut Context, who: u32) {
    let now = context.get_current_time();
    let luck = context
        .get_data_mut(PholdPlugin)
        .as_mut()
        .expect("luck is set before the run");
    let time = now + luck.exponential(who, 0);
    context.add_plan(time, move |context| happen(context, who));
}

/// PHOLD: nanoseconds of so many events, after as many as are pending to warm up.
pub(crate) fn phold(luck: Streamed, pending: u32, events: u64) -> Timed {
    let mut context = Context::new();
    *context.get_data_mut(PholdPlugin) = Some(luck);
    (0..pending).for_each(|who| happen(&mut context, who));
    (0..pending).for_each(|_| context.execute_single_step());
    let (began, start) = (Instant::now(), context.get_current_time());
    (0..events).for_each(|_| context.execute_single_step());
    let took = began.elapsed();
    let expected = events as f64 / f64::from(pending);
    assert!(((context.get_current_time() - start) / expected - 1.0).abs() < 0.05);
    (took, events)
}

fn take(context: &mut Context, step: Step) {
    let now = context.get_current_time();
    let mut plans = [None; 2];
    let mut free = plans.iter_mut();
    let shop = context
        .get_data_mut(ShopPlugin)
        .as_mut()
        .expect("the shop is set before the run");
    shop.handle(step, now, |days, next| {
        *free.next().expect("a step brings two at most") = Some((now + days, next));
    });
    for (time, next) in plans.into_iter().flatten() {
        context.add_plan(time, move |context| take(context, next));
    }
}

/// The network: nanoseconds of about so many services.
pub(crate) fn network(luck: Streamed, services: u64) -> Timed {
    let mut context = Context::new();
    *context.get_data_mut(ShopPlugin) = Some(Shop::new(luck));
    context.add_plan(0.0, |context| take(context, Step::default()));
    let done = |context: &mut Context| {
        context
            .get_data_mut(ShopPlugin)
            .as_ref()
            .expect("the shop is set before the run")
            .services
    };
    (0..services / 10 * 6 / 5).for_each(|_| context.execute_single_step());
    let (warm, began) = (done(&mut context), Instant::now());
    (0..services * 6 / 5).for_each(|_| context.execute_single_step());
    let took = began.elapsed();
    context
        .get_data_mut(ShopPlugin)
        .as_ref()
        .expect("the shop is set before the run")
        .check();
    (took, done(&mut context) - warm)
}
